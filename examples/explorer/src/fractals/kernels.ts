/**
 * What the fractal view computes for each frame, as ordinary TypeScript. It is loaded twice: compiled by parfor, and (`?plain`) with its marks taken out.
 */

/**
 * The escape time of each pixel: −1 for points that stay, else a fractional number of iterations. A point has escaped when |z|² is over 65536; the
 * fraction falls from 1 to 0 while |z|² goes from there to its square, along a fourth root: no steps between bands of colour, and made of operations that
 * every engine rounds alike.
 * @parallel
 */
export function escape(
  out: Float32Array, width: number, height: number, left: number, top: number, step: number,
  limit: number, julia: boolean, juliaRe: number, juliaIm: number,
): void {
  for (let y = 0; y < height; y++) {
    const im = top - y * step
    for (let x = 0; x < width; x++) {
      const re = left + x * step
      const cr = julia ? juliaRe : re
      const ci = julia ? juliaIm : im
      let zr = julia ? re : 0
      let zi = julia ? im : 0
      let n = 0
      while (n < limit && zr * zr + zi * zi <= 65536) {
        const t = zr * zr - zi * zi + cr
        zi = 2 * zr * zi + ci
        zr = t
        n++
      }
      const size = zr * zr + zi * zi
      out[y * width + x] = size <= 65536 ? -1 : n - Math.min(1, (Math.sqrt(Math.sqrt(size)) - 16) / 240)
    }
  }
}

/**
 * Escape times to colours (0xAABBGGRR) through a palette of 4096 entries that comes round again. The root spreads the colours evenly over shallow and deep views.
 * @parallel
 */
export function paint(time: Float32Array, palette: Uint32Array, density: number, shift: number, inside: number, out: Uint32Array): void {
  for (let i = 0; i < out.length; i++) {
    const t = time[i]
    out[i] = t < 0 ? inside : palette[(Math.sqrt(t) * density + shift) & 4095]
  }
}
