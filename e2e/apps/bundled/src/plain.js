/** The same without marks: what the results must be. */
export function distances(latitude, longitude, fromLatitude, fromLongitude) {
  const result = new Float64Array(latitude.length)
  for (let i = 0; i < latitude.length; i++) {
    const y = latitude[i] - fromLatitude
    const x = (longitude[i] - fromLongitude) * 0.75
    result[i] = Math.sqrt(x * x + y * y) * 111.2
  }
  return result
}

export function within(distance, limit) {
  let count = 0
  for (let i = 0; i < distance.length; i++) if (distance[i] < limit) count++
  return count
}
