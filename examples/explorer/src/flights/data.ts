/** 200,000 flights within the United States in 2001, of the npm package vega-datasets: an Arrow file with three columns. */
import { tableFromIPC } from '@uwdata/flechette'
import { alloc } from 'parfor'
import type { Engine } from '../engine.ts'
import url from 'vega-data/flights-200k.arrow?url'

export interface Columns { delay: Float64Array; distance: Float64Array; hour: Float64Array }

/** The columns for each program: plain JavaScript works on ordinary arrays, parfor on the shared heap. */
export async function readFlights(): Promise<Record<Engine, Columns>> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`The flights could not be loaded: ${response.status} ${response.statusText}`)
  const table = tableFromIPC(new Uint8Array(await response.arrayBuffer()))
  const column = (name: string, allocate: (length: number) => Float64Array) => {
    const values = table.getChild(name).toArray() as ArrayLike<number>
    const array = allocate(values.length)
    array.set(values)
    return array
  }
  const columns = (allocate: (length: number) => Float64Array): Columns => ({
    delay: column('delay', allocate), distance: column('distance', allocate), hour: column('time', allocate),
  })
  return { plain: columns((length) => new Float64Array(length)), parfor: columns((length) => alloc(Float64Array, length)) }
}
