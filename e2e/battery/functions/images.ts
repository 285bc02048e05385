/** Image filters over RGBA bytes. */
interface Image { width: number; height: number; data: Uint8ClampedArray }

/** @parallel */
export function grayscale(data: Uint8ClampedArray): void {
  for (let i = 0; i < data.length; i += 4) {
    const gray = 0.299 * data[i] + 0.587 * data[i + 1] + 0.114 * data[i + 2]
    data[i] = data[i + 1] = data[i + 2] = gray
  }
}

/** @parallel */
export function invert(image: Image): Image {
  const { data } = image
  for (let i = 0; i < data.length; i += 4) {
    data[i] = 255 - data[i]
    data[i + 1] = 255 - data[i + 1]
    data[i + 2] = 255 - data[i + 2]
  }
  return image
}

/** @parallel */
export function boxBlur(source: Uint8ClampedArray, width: number, height: number, radius = 1): Uint8ClampedArray {
  const result = new Uint8ClampedArray(source.length)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let r = 0, g = 0, b = 0, count = 0
      for (let dy = -radius; dy <= radius; dy++) {
        for (let dx = -radius; dx <= radius; dx++) {
          const sx = Math.min(width - 1, Math.max(0, x + dx))
          const sy = Math.min(height - 1, Math.max(0, y + dy))
          const at = (sy * width + sx) * 4
          r += source[at]
          g += source[at + 1]
          b += source[at + 2]
          count++
        }
      }
      const at = (y * width + x) * 4
      result[at] = r / count
      result[at + 1] = g / count
      result[at + 2] = b / count
      result[at + 3] = source[at + 3]
    }
  }
  return result
}

const SOBEL_X = [-1, 0, 1, -2, 0, 2, -1, 0, 1]
const SOBEL_Y = [-1, -2, -1, 0, 0, 0, 1, 2, 1]

/** With its kernels in ordinary arrays at the top of the module. @parallel */
export function sobelTables(gray: Float32Array, width: number, height: number): Float32Array {
  const out = new Float32Array(width * height)
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      let gx = 0
      let gy = 0
      for (let ky = 0; ky < 3; ky++) {
        for (let kx = 0; kx < 3; kx++) {
          const value = gray[(y + ky - 1) * width + (x + kx - 1)]
          gx += value * SOBEL_X[ky * 3 + kx]
          gy += value * SOBEL_Y[ky * 3 + kx]
        }
      }
      out[y * width + x] = Math.sqrt(gx * gx + gy * gy)
    }
  }
  return out
}

/** @parallel */
export function sobel(gray: Float32Array, width: number, height: number): Float32Array {
  const out = new Float32Array(width * height)
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x
      const gx = gray[i - width + 1] + 2 * gray[i + 1] + gray[i + width + 1] - gray[i - width - 1] - 2 * gray[i - 1] - gray[i + width - 1]
      const gy = gray[i + width - 1] + 2 * gray[i + width] + gray[i + width + 1] - gray[i - width - 1] - 2 * gray[i - width] - gray[i - width + 1]
      out[i] = Math.hypot(gx, gy)
    }
  }
  return out
}

/** A look-up table that the function makes. @parallel */
export function gamma(pixels: Uint8ClampedArray, exponent: number): void {
  const table = new Uint8ClampedArray(256)
  for (let i = 0; i < 256; i++) table[i] = 255 * Math.pow(i / 255, exponent)
  for (let i = 0; i < pixels.length; i++) {
    if (i % 4 === 3) continue
    pixels[i] = table[pixels[i]]
  }
}

/** @parallel */
export function threshold({ width, height, data }: Image, { level = 128 }: { level?: number } = {}): Uint8Array {
  const mask = new Uint8Array(width * height)
  for (let i = 0; i < mask.length; i++) {
    const j = i << 2
    mask[i] = (data[j] + data[j + 1] + data[j + 2]) / 3 > level ? 1 : 0
  }
  return mask
}

/** Pixels as packed 32-bit words. @parallel */
export function swapChannels(words: Uint32Array): void {
  for (let i = 0; i < words.length; i++) {
    const word = words[i]
    words[i] = ((word & 0xff) << 16) | (word & 0xff00ff00) | ((word >>> 16) & 0xff)
  }
}

function hueToChannel(p: number, q: number, t: number): number {
  if (t < 0) t += 1
  if (t > 1) t -= 1
  if (t < 1 / 6) return p + (q - p) * 6 * t
  if (t < 1 / 2) return q
  if (t < 2 / 3) return p + (q - p) * (2 / 3 - t) * 6
  return p
}

/** @parallel */
export function hslToRgb(hsl: Float64Array, rgb: Uint8ClampedArray): void {
  const n = hsl.length / 3
  for (let i = 0; i < n; i++) {
    const [h, s, l] = [hsl[3 * i], hsl[3 * i + 1], hsl[3 * i + 2]]
    const q = l < 0.5 ? l * (1 + s) : l + s - l * s
    const p = 2 * l - q
    rgb[3 * i] = hueToChannel(p, q, h + 1 / 3) * 255
    rgb[3 * i + 1] = hueToChannel(p, q, h) * 255
    rgb[3 * i + 2] = hueToChannel(p, q, h - 1 / 3) * 255
  }
}

/** The whole histogram of one channel. @parallel */
export function histogram(data: Uint8ClampedArray): Uint32Array {
  const counts = new Uint32Array(256)
  for (let i = 0; i < data.length; i += 4) counts[data[i]]++
  return counts
}

const bytes = (length: number) => Uint8ClampedArray.from({ length }, (_, i) => (i * 7919 + 13) % 256)
const image = (): Image => ({ width: 37, height: 41, data: bytes(37 * 41 * 4) })
const gray = () => Float32Array.from({ length: 37 * 41 }, (_, i) => Math.fround((i * 7919 % 256) / 3))

export const inputs = {
  grayscale: () => [bytes(4444)],
  invert: () => [image()],
  boxBlur: () => [bytes(37 * 41 * 4), 37, 41],
  sobelTables: () => [gray(), 37, 41],
  sobel: () => [gray(), 37, 41],
  gamma: () => [bytes(4444), 2.2],
  threshold: () => [image()],
  swapChannels: () => [Uint32Array.from({ length: 3333 }, (_, i) => i * 2654435761)],
  hslToRgb: () => [Float64Array.from({ length: 3000 }, (_, i) => (i * 37 % 101) / 100), new Uint8ClampedArray(3000)],
  histogram: () => [bytes(4444)],
}
