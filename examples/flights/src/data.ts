/** Reads the flights of the npm package vega-datasets: three million rows of Parquet, and the airports' coordinates. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { asyncBufferFromFile, parquetRead } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'

export interface Flights {
  rows: number
  delay: Float64Array
  distance: Float64Array
  time: Float64Array
  fromLatitude: Float64Array
  fromLongitude: Float64Array
  toLatitude: Float64Array
  toLongitude: Float64Array
}

const rows = 3_000_000

/** The package exports its JavaScript only; the data lies beside it. */
function dataFolder(): string {
  const require = createRequire(import.meta.url)
  return join(dirname(require.resolve('vega-datasets')), '..', 'data')
}

/** Latitude and longitude by airport code. The columns before them hold quoted commas, so the last two fields are taken from the end. */
async function readAirports(folder: string): Promise<Map<string, [number, number]>> {
  const text = await readFile(join(folder, 'airports.csv'), 'utf8')
  const airports = new Map<string, [number, number]>()
  for (const line of text.split('\n').slice(1)) {
    const fields = line.split(',')
    if (fields.length >= 7) airports.set(fields[0], [Number(fields.at(-2)), Number(fields.at(-1))])
  }
  return airports
}

/** Reads all columns into arrays that `allocate` makes, and reports the part that is done (0…1). */
export async function readFlights(allocate: (length: number) => Float64Array, progress: (part: number) => void): Promise<Flights> {
  const folder = dataFolder()
  const airports = await readAirports(folder)
  const flights: Flights = {
    rows, delay: allocate(rows), distance: allocate(rows), time: allocate(rows),
    fromLatitude: allocate(rows), fromLongitude: allocate(rows), toLatitude: allocate(rows), toLongitude: allocate(rows),
  }
  const place = (code: string, row: number, latitude: Float64Array, longitude: Float64Array) => {
    const [north, east] = airports.get(code) ?? [NaN, NaN]
    latitude[row] = north
    longitude[row] = east
  }
  const store: Record<string, (value: never, row: number) => void> = {
    delay: (value: bigint, row) => { flights.delay[row] = Number(value) },
    distance: (value: bigint, row) => { flights.distance[row] = Number(value) },
    date: (value: Date, row) => { flights.time[row] = value.getUTCHours() + value.getUTCMinutes() / 60 },
    origin: (value: string, row) => place(value, row, flights.fromLatitude, flights.fromLongitude),
    destination: (value: string, row) => place(value, row, flights.toLatitude, flights.toLongitude),
  }
  const file = await asyncBufferFromFile(join(folder, 'flights-3m.parquet'))
  let values = 0
  await parquetRead({
    file, compressors, columns: Object.keys(store),
    onChunk({ columnName, columnData, rowStart }) {
      const put = store[columnName]
      for (let i = 0; i < columnData.length; i++) put(columnData[i] as never, rowStart + i)
      values += columnData.length
      progress(values / (rows * 5))
    },
  })
  return flights
}
