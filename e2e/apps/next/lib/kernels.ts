/** @parallel */
export function distances(latitude: Float64Array, longitude: Float64Array, fromLatitude: number, fromLongitude: number): Float64Array {
  const result = new Float64Array(latitude.length)
  for (let i = 0; i < latitude.length; i++) {
    const y = latitude[i] - fromLatitude
    const x = (longitude[i] - fromLongitude) * 0.75
    result[i] = Math.sqrt(x * x + y * y) * 111.2
  }
  return result
}
