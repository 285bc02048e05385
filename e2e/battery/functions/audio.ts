/** Audio: gain, mixing, windows, spectra. */
const TAU = 2 * Math.PI

/** @parallel */
export function gain(samples: Float32Array, decibels: number): Float32Array {
  const factor = 10 ** (decibels / 20)
  return samples.map((sample) => sample * factor)
}

/** @parallel */
export function gainLoop(samples: Float32Array, decibels: number): Float32Array {
  const factor = 10 ** (decibels / 20)
  const out = new Float32Array(samples.length)
  for (let i = 0; i < samples.length; ++i) out[i] = samples[i] * factor
  return out
}

/** @parallel */
export function mix(left: Float32Array, right: Float32Array, balance = 0.5): Float32Array {
  const n = Math.min(left.length, right.length)
  const out = new Float32Array(n)
  for (let i = 0; i < n; i++) out[i] = left[i] * (1 - balance) + right[i] * balance
  return out
}

/** @parallel */
export function hann(samples: Float64Array): Float64Array {
  const { length } = samples
  const out = new Float64Array(length)
  for (let i = 0; i < length; i++) out[i] = samples[i] * 0.5 * (1 - Math.cos((TAU * i) / (length - 1)))
  return out
}

/** Carries its state from sample to sample. @parallel */
export function biquad(x: Float64Array, b0: number, b1: number, b2: number, a1: number, a2: number): Float64Array {
  const y = new Float64Array(x.length)
  let z1 = 0
  let z2 = 0
  for (let i = 0; i < x.length; i++) {
    const out = b0 * x[i] + z1
    z1 = b1 * x[i] - a1 * out + z2
    z2 = b2 * x[i] - a2 * out
    y[i] = out
  }
  return y
}

/** @parallel */
export function autocorrelation(x: Float64Array, lags: number): Float64Array {
  const result = new Float64Array(lags)
  for (let lag = 0; lag < lags; lag++) {
    let sum = 0
    for (let i = 0; i < x.length - lag; i++) sum += x[i] * x[i + lag]
    result[lag] = sum
  }
  return result
}

/** Two results in an object. @parallel */
export function dft(x: Float64Array): { re: Float64Array; im: Float64Array } {
  const n = x.length
  const re = new Float64Array(n)
  const im = new Float64Array(n)
  for (let k = 0; k < n; k++) {
    let sumRe = 0
    let sumIm = 0
    for (let t = 0; t < n; t++) {
      const angle = (TAU * k * t) / n
      sumRe += x[t] * Math.cos(angle)
      sumIm -= x[t] * Math.sin(angle)
    }
    re[k] = sumRe
    im[k] = sumIm
  }
  return { re, im }
}

/** The loudest sample. @parallel */
export function peak(samples: Float32Array): number {
  let max = 0
  for (const sample of samples) {
    const abs = Math.abs(sample)
    if (abs > max) max = abs
  }
  return max
}

/** Root of the mean of the squares. @parallel */
export const rms = (samples: Float32Array): number => Math.sqrt(samples.reduce((sum, x) => sum + x * x, 0) / samples.length)

/** Interleaved stereo into two channels. @parallel */
export function deinterleave(frames: Float32Array): [Float32Array, Float32Array] {
  const left = new Float32Array(frames.length / 2)
  const right = new Float32Array(frames.length / 2)
  for (let i = 0, j = 0; i < left.length; i++, j += 2) {
    left[i] = frames[j]
    right[i] = frames[j + 1]
  }
  return [left, right]
}

const wave = (length: number) => Float32Array.from({ length }, (_, i) => Math.fround(((i * 7919) % 2001) / 1000 - 1))
const wide = (length: number) => Float64Array.from({ length }, (_, i) => ((i * 7919) % 2001) / 1000 - 1)

export const inputs = {
  gain: () => [wave(3001), -6],
  gainLoop: () => [wave(3001), -6],
  mix: () => [wave(3001), wave(2500)],
  hann: () => [wide(3001)],
  biquad: () => [wide(3001), 0.2, 0.4, 0.2, -0.3, 0.1],
  autocorrelation: () => [wide(500), 64],
  dft: () => [wide(150)],
  peak: () => [wave(3001)],
  rms: () => [wave(3001)],
  deinterleave: () => [wave(3000)],
}
