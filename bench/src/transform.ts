/** What the transform costs: a thousand files without a mark (never parsed), and a marked file of 300 lines. `pnpm bench` prints it last. */
import * as babel from '@babel/core'
import { compileModule, mayBeMarked } from '@parfor/babel-plugin'

const unmarkedFile = (k: number) => `import { thing } from './thing${k}.ts'\n${Array.from({ length: 60 }, (_, i) => `export function helper${k}_${i}(a: number[], b: string) { return a.map((x) => x * ${i}).concat([b.length, thing]) }`).join('\n')}\n`

/** 300 lines: 20 marked functions of 15 lines, each with a map, a reduction and a nest. */
function markedFile(): string {
  return Array.from({ length: 20 }, (_, k) => `/** @parallel */
export function work${k}(x: Float64Array, y: Float64Array, out: Float64Array, n: number) {
  let s = 0
  for (let i = 0; i < x.length; i++) {
    const t = x[i] * ${k + 1} + y[i]
    out[i] = t > 0 ? Math.sqrt(t) : -t
    s += t
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      out[i * n + j] = x[i] * y[j] + s
    }
  }
  return s
}`).join('\n')
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]

/** A Babel whose parser counts its calls. */
function counting(): { babel: typeof babel; parsed: () => number } {
  let parsed = 0
  const parse = (...values: Parameters<typeof babel.parseSync>) => { parsed++; return babel.parseSync(...values) }
  return { babel: { ...babel, parseSync: parse } as typeof babel, parsed: () => parsed }
}

export interface TransformTimes { unmarkedFiles: number; unmarkedParsed: number; unmarkedMilliseconds: number; markedLines: number; markedMilliseconds: number }

export function measureTransform(): TransformTimes {
  const files = Array.from({ length: 1000 }, (_, k) => unmarkedFile(k))
  const counted = counting()
  const start = performance.now()
  for (const [k, source] of files.entries()) if (mayBeMarked(source, 'marked')) compileModule(counted.babel, source, { filename: `/bench/unmarked${k}.ts`, mode: 'marked' })
  const unmarkedMilliseconds = performance.now() - start
  const source = markedFile()
  const times = Array.from({ length: 9 }, () => {
    const begin = performance.now()
    compileModule(babel, source, { filename: '/bench/marked.ts', mode: 'marked' })
    return performance.now() - begin
  })
  return { unmarkedFiles: files.length, unmarkedParsed: counted.parsed(), unmarkedMilliseconds, markedLines: source.split('\n').length, markedMilliseconds: median(times.slice(2)) }
}
