/** Bytes, bits, hashes and 64-bit integers. */

/** @parallel */
export function toUpperCase(text: Uint8Array): Uint8Array {
  const out = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) {
    const c = text[i]
    out[i] = c >= 0x61 && c <= 0x7a ? c - 32 : c
  }
  return out
}

/** @parallel */
export function countLines(text: Uint8Array): number {
  let lines = 0
  for (let i = 0; i < text.length; i++) if (text[i] === 10) lines++
  return lines
}

const SPACE = ' '.charCodeAt(0)

/** @parallel */
export function countWords(text: Uint8Array): number {
  let words = 0
  for (let i = 0; i < text.length; i++) {
    if (text[i] !== SPACE && (i === 0 || text[i - 1] === SPACE)) words++
  }
  return words
}

/** Characters of a string. @parallel */
export function codes(text: string): Uint16Array {
  const out = new Uint16Array(text.length)
  for (let i = 0; i < text.length; i++) out[i] = text.charCodeAt(i)
  return out
}

/** @parallel */
export function xorShift(state: Uint32Array): void {
  for (let i = 0; i < state.length; i++) {
    let x = state[i]
    x ^= x << 13
    x ^= x >>> 17
    x ^= x << 5
    state[i] = x >>> 0
  }
}

/** @parallel */
export function popCount(words: Uint32Array): number {
  let total = 0
  for (let i = 0; i < words.length; i++) {
    let v = words[i]
    v -= (v >>> 1) & 0x55555555
    v = (v & 0x33333333) + ((v >>> 2) & 0x33333333)
    total += Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
  }
  return total
}

/** A checksum that carries. @parallel */
export function adler(data: Uint8Array): number {
  let a = 1
  let b = 0
  for (let i = 0; i < data.length; i++) {
    a = (a + data[i]) % 65521
    b = (b + a) % 65521
  }
  return ((b << 16) | a) >>> 0
}

/** @parallel */
export function parity(x: Int32Array): number {
  let bits = 0
  for (let i = 0; i < x.length; i++) bits ^= x[i]
  return bits
}

/** @parallel */
export function bigAdd(a: BigInt64Array, b: BigInt64Array): BigInt64Array {
  const out = new BigInt64Array(a.length)
  for (let i = 0; i < a.length; i++) out[i] = a[i] + b[i] * 3n
  return out
}

/** @parallel */
export function collatz(n: number): Uint32Array {
  const steps = new Uint32Array(n)
  for (let i = 1; i < n; i++) {
    let x = i
    let count = 0
    while (x !== 1) {
      x = x % 2 === 0 ? x / 2 : 3 * x + 1
      count++
    }
    steps[i] = count
  }
  return steps
}

/** @parallel */
export function isPrime(n: number): Uint8Array {
  const prime = new Uint8Array(n)
  for (let i = 2; i < n; i++) {
    let yes = 1
    for (let d = 2; d * d <= i; d++) {
      if (i % d === 0) {
        yes = 0
        break
      }
    }
    prime[i] = yes
  }
  return prime
}

/** @parallel */
export function bitReverse(x: Uint8Array): Uint8Array {
  return x.map((b) => ((b * 0x0802 & 0x22110) | (b * 0x8020 & 0x88440)) * 0x10101 >> 16)
}

/** A table of objects: what each byte means. @parallel */
export function dayOfWeek(days: Int32Array): Uint8Array {
  const out = new Uint8Array(days.length)
  for (let i = 0; i < days.length; i++) {
    const day = (days[i] + 4) % 7
    switch (day) {
      case 0:
      case 6: out[i] = 1; break
      default: out[i] = 0
    }
  }
  return out
}

/** @parallel */
export function fixedPoint(samples: Float32Array): Int16Array {
  const out = new Int16Array(samples.length)
  for (let i = 0; i < samples.length; i++) {
    const s = Math.max(-1, Math.min(1, samples[i]))
    out[i] = s < 0 ? s * 0x8000 : s * 0x7fff
  }
  return out
}

/** @parallel */
export function roundTo(x: Float64Array, digits: number): Float64Array {
  const factor = Math.pow(10, digits)
  const out = new Float64Array(x.length)
  for (let i = 0; i < x.length; i++) out[i] = Math.round((x[i] + Number.EPSILON) * factor) / factor
  return out
}

const bytes = (length = 3001) => Uint8Array.from({ length }, (_, i) => (i * 7919 + 13) % 128)

export const inputs = {
  toUpperCase: () => [bytes()], countLines: () => [bytes()], countWords: () => [bytes()], codes: () => ['grüße'.repeat(50)],
  xorShift: () => [Uint32Array.from({ length: 3001 }, (_, i) => i * 2654435761)], popCount: () => [Uint32Array.from({ length: 3001 }, (_, i) => i * 2654435761)],
  adler: () => [bytes()], parity: () => [Int32Array.from({ length: 3001 }, (_, i) => i * 2654435761)],
  bigAdd: () => [BigInt64Array.from({ length: 300 }, (_, i) => BigInt(i) << 50n), BigInt64Array.from({ length: 300 }, (_, i) => -(BigInt(i) << 55n))],
  collatz: () => [300], isPrime: () => [500], bitReverse: () => [bytes()], dayOfWeek: () => [Int32Array.from({ length: 3001 }, (_, i) => i * 3)],
  fixedPoint: () => [Float32Array.from({ length: 3001 }, (_, i) => ((i * 7919) % 2001) / 900 - 1)],
  roundTo: () => [Float64Array.from({ length: 3001 }, (_, i) => ((i * 7919) % 2001) / 1000 - 1), 2],
}
