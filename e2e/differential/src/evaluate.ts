/** Evaluates a module text in this process, with the runtime's regions watched. */
import { createRequire } from 'node:module'
import { transformSync } from 'esbuild'
import * as runtime from 'parfor'
import * as internal from 'parfor/internal'

const require = createRequire(import.meta.url)

export type Exports = Record<string, unknown>

/** `onRun` hears of every attempt to run a region: the line of the region, and whether the kernel ran. */
export function evaluateModule(code: string, onRun: (line: number, ran: boolean) => void): Exports {
  const module = { exports: {} as Exports }
  const watched = {
    ...internal,
    region: (descriptor: Parameters<typeof internal.region>[0]) => {
      const handle = internal.region(descriptor)
      return {
        get gate() { return handle.gate },
        get out() { return handle.out },
        run: (...values: unknown[]) => {
          const ran = handle.run(...values)
          onRun(descriptor.line, ran)
          return ran
        },
      }
    },
  }
  const load = (name: string) => (name === 'parfor/internal' ? watched : name === 'parfor' ? runtime : require(name))
  new Function('require', 'module', 'exports', transformSync(code, { loader: 'ts', format: 'cjs', target: 'es2022' }).code)(load, module, module.exports)
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
