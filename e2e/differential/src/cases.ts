/** Runs programs with given arguments on every back end against plain JavaScript, and prints one JSON line for each. */
import * as babel from '@babel/core'
import { compileModule } from '@parfor/babel-plugin'
import { ready, withOptions } from 'parfor'
import type { AnyArray } from './data.ts'
import { evaluateModule, variants } from './evaluate.ts'

export interface Case {
  name: string
  /** A module with one marked function `f`. */
  source: string
  /** Fresh arguments; what the sizes mean is the program's matter. */
  inputs: (...size: number[]) => unknown[]
  sizes: number[][]
  /** The codes of the loops' verdicts. */
  codes: string[]
}

/** Bits; all NaNs are the same. */
function difference(got: unknown[], wanted: unknown[]): string | undefined {
  for (const [number, value] of wanted.entries()) {
    const other = got[number]
    if (!ArrayBuffer.isView(value)) {
      if (!Object.is(value, other)) return `value ${number} is ${String(other)} instead of ${String(value)}`
      continue
    }
    const [a, b] = [other as AnyArray, value as AnyArray]
    for (let k = 0; k < b.length; k++) if (!Object.is(a[k], b[k])) return `array ${number}[${k}] is ${String(a[k])} instead of ${String(b[k])}`
  }
  return undefined
}

/** Views of one buffer stay views of one buffer. */
function copies(values: unknown[]): unknown[] {
  const buffers = new Map<ArrayBufferLike, ArrayBufferLike>()
  return values.map((value) => {
    if (!ArrayBuffer.isView(value)) return value
    const { buffer, byteOffset, length } = value as AnyArray
    if (!buffers.has(buffer)) buffers.set(buffer, buffer.slice(0))
    return new (value.constructor as new (buffer: ArrayBufferLike, offset: number, length: number) => AnyArray)(buffers.get(buffer)!, byteOffset, length)
  })
}

export async function runCases(cases: Case[]): Promise<never> {
  await ready()
  for (const { name, source, inputs, codes, sizes } of cases) {
    const { code, functions } = compileModule(babel, source, { filename: '/cases/program.ts', mode: 'marked' })
    const attempts: boolean[] = []
    const plain = evaluateModule(source, () => []).f as (...values: unknown[]) => unknown
    const compiled = evaluateModule(code ?? source, () => attempts).f as (...values: unknown[]) => unknown
    const differences: string[] = []
    for (const size of sizes) {
      const values = inputs(...size)
      const wanted = copies(values)
      const result = plain(...wanted)
      for (const variant of variants) {
        const got = copies(values)
        const what = difference([withOptions(compiled, { backend: variant.backend, threads: variant.threads })(...got), ...got], [result, ...wanted])
        if (what) differences.push(`${variant.name}, ${size.join(' × ')}: ${what}`)
      }
    }
    const found = functions.flatMap((one) => one.loops.map((loop) => loop.code))
    console.log(JSON.stringify({ name, differences, kernelRuns: attempts.filter(Boolean).length, codes: found, wanted: codes }))
  }
  process.exit(0)
}
