/** Evaluates a module text in this process, with the runtime's regions watched. */
import { createRequire } from 'node:module'
import { transformSync } from 'esbuild'
import * as runtime from 'parfor'
import * as internal from 'parfor/internal'

const require = createRequire(import.meta.url)

// `withOptions` can only ask for threads that the pool has.
runtime.configure({ threads: 7 })

export type Exports = Record<string, unknown>

/** What a module finds around it besides the runtime. */
export interface Surroundings { load?: (name: string) => unknown; define?: Record<string, string> }

/** `attempts(line, exact)` is the list that takes, for the region of that line, whether the kernel ran: one entry for each time that the statements were reached. */
export function evaluateModule(code: string, attempts: (line: number, exact: boolean) => boolean[], { load: other = require, define }: Surroundings = {}): Exports {
  const module = { exports: {} as Exports }
  const watched = {
    ...internal,
    region: (descriptor: Parameters<typeof internal.region>[0]) => {
      const handle = internal.region(descriptor)
      if (!handle) throw new Error('the plugin and the runtime differ in version')
      // The size test reads the gate first; if it fails, `run` is not called, and the attempt has failed.
      let tested = false
      return {
        get gate() {
          attempts(descriptor.line, descriptor.exact).push(false)
          tested = true
          return handle.gate
        },
        get out() { return handle.out },
        run: (...values: unknown[]) => {
          const list = attempts(descriptor.line, descriptor.exact)
          const result = handle.run(...values)
          const ran = result === true
          if (tested) list.pop()
          tested = false
          list.push(ran)
          return result
        },
        ended: (call: Parameters<typeof handle.ended>[0]) => handle.ended(call),
      }
    },
  }
  const load = (name: string) => (name === 'parfor/internal' ? watched : name === 'parfor' ? runtime : other(name))
  new Function('require', 'module', 'exports', transformSync(code, { loader: 'ts', format: 'cjs', target: 'es2022', ...(define && { define }) }).code)(load, module, module.exports)
  return module.exports
}

export type Variant = { name: string; backend: 'wasm' | 'wasm1' | 'js'; threads: number }

export const variants: Variant[] = [
  { name: 'js', backend: 'js', threads: 1 },
  { name: 'wasm, 1 thread', backend: 'wasm1', threads: 1 },
  { name: 'wasm, 2 threads', backend: 'wasm', threads: 2 },
  { name: 'wasm, 3 threads', backend: 'wasm', threads: 3 },
  { name: 'wasm, 7 threads', backend: 'wasm', threads: 7 },
]
