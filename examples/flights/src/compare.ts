/** Exact comparison of results: bits, not tolerances. */

const float = new Float64Array(1)
const bits = new BigInt64Array(float.buffer)

/** Position of a double on the number line of all doubles, so that neighbours differ by 1. */
function ordinal(x: number): bigint {
  float[0] = x
  return bits[0] < 0n ? -(bits[0] & 0x7fffffffffffffffn) : bits[0]
}

/** Units in the last place between two doubles; all NaNs are the same, and so are the zeros only if their signs are. */
export function ulps(a: number, b: number): number {
  if (Object.is(a, b)) return 0
  if (Number.isNaN(a) || Number.isNaN(b)) return Infinity
  const distance = ordinal(a) - ordinal(b)
  return Math.max(1, Number(distance < 0n ? -distance : distance))
}

type Result = number | Float64Array | { [name: string]: number }

/** The largest difference in ulp between two results of the same shape. */
export function largestDifference(a: Result, b: Result): number {
  if (typeof a === 'number') return ulps(a, b as number)
  const entries = Object.keys(a).length === Object.keys(b).length ? a : {}
  if (ArrayBuffer.isView(a)) {
    const other = b as Float64Array
    if (a.length !== other.length) return Infinity
    let largest = 0
    for (let i = 0; i < a.length; i++) {
      // The common case without the bit work: three million elements are compared.
      if (a[i] !== other[i] || a[i] === 0) largest = Math.max(largest, ulps(a[i], other[i]))
    }
    return largest
  }
  return Math.max(...Object.keys(entries).map((name) => ulps((a as Record<string, number>)[name], (b as Record<string, number>)[name])))
}
