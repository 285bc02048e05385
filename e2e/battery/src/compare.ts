/** Compares what two calls gave: values, types and structure; all NaNs are the same. */

/** Where the two differ; undefined: nowhere. `tolerance` is relative, for numbers that are not whole. */
export function difference(got: unknown, wanted: unknown, tolerance: number, place = ''): string | undefined {
  if (Object.is(got, wanted)) return undefined
  if (typeof got === 'number' && typeof wanted === 'number') {
    return Math.abs(got - wanted) <= tolerance * Math.max(1, Math.abs(wanted)) ? undefined : `${got} instead of ${wanted}${place && ` at ${place}`}`
  }
  if (typeof got !== 'object' || typeof wanted !== 'object' || got === null || wanted === null) return `${String(got)} instead of ${String(wanted)} at ${place}`
  const kinds = [got, wanted].map((value) => Object.prototype.toString.call(value))
  if (kinds[0] !== kinds[1]) return `${kinds.join(' instead of ')} at ${place}`
  const keys = Object.keys(wanted)
  if (Object.keys(got).length !== keys.length) return `${Object.keys(got).length} elements instead of ${keys.length} at ${place}`
  for (const key of keys) {
    const found = difference((got as Record<string, unknown>)[key], (wanted as Record<string, unknown>)[key], tolerance, place === '' ? key : `${place}.${key}`)
    if (found) return found
  }
  return undefined
}
