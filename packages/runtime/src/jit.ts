/** Kernels compiled at the first call, for the element types of that call. The compiler is loaded when a region is met that needs it. */
import type { CompileOptions, compileRegion, parseRegion, ElementType, FrameLayout, RegionDescriptor } from '@parfor/compiler'
import { elements } from './arrays.ts'
import { sayOnce } from './messages.ts'
import { builtinModule } from './node.ts'
import { environment } from './settings.ts'
import { version } from './version.ts'

interface Compiler { compileRegion: typeof compileRegion; parseRegion: typeof parseRegion }

/** The part of a descriptor that belongs to one kernel: other element types may need other guards and rules. */
export type KernelDescriptor = Pick<RegionDescriptor, 'arrays' | 'scalars' | 'outputs' | 'aliases' | 'guards'>

export interface CompiledKernel { bytes: Uint8Array; layout: FrameLayout; descriptor: KernelDescriptor }

let compiler: Compiler | undefined
let loading: Promise<void> | undefined
let unavailable = false

function failed(error: unknown): void {
  unavailable = true
  sayOnce('compiler', 'PF404', `the compiler cannot be loaded, functions without declared array types run as plain JavaScript: ${String(error)}`)
}

export function wantCompiler(): void {
  loading ??= import('@parfor/compiler').then(
    (module) => { compiler = module },
    failed,
  )
}

export async function compilerReady(): Promise<void> {
  await loading
}

/** Whether the compiler is there. In Node it can be loaded at once: a script may compute before it ever awaits. From the sources it is loaded by
 *  `import` only, as whoever runs them has set that up. */
export function compilerLoaded(): boolean {
  const node = version === 'source' ? undefined : builtinModule<{ createRequire(url: string): (name: string) => unknown }>('node:module')
  if (compiler || unavailable || !node) return compiler !== undefined
  loading = Promise.resolve()
  try {
    compiler = node.createRequire(import.meta.url)('@parfor/compiler') as Compiler
  } catch (error) {
    failed(error)
  }
  return compiler !== undefined
}

/** PARFOR_DUMP: the region after the named passes, to the error stream. */
function dump(pass: string, text: () => string): void {
  if (environment.dump.includes(pass)) console.error(`--- ${pass}\n${text()}`)
}

/** Throws what the compiler throws when it refuses the region for these types. `exact`: the region is, and its kernels must be. */
export function compileFor(ir: string, names: readonly string[], codes: readonly number[], exact: boolean): CompiledKernel {
  const types: Record<string, ElementType> = {}
  names.forEach((name, index) => { types[name] = elements[codes[index]] })
  const options: CompileOptions = { elements: types, exact, ...(environment.dump.length > 0 && { dump }) }
  const { wasm, layout, descriptor } = compiler!.compileRegion(compiler!.parseRegion(ir), options)
  if (!wasm || !layout) throw new Error(`no kernel for ${JSON.stringify(types)}`)
  return { bytes: wasm, layout, descriptor }
}

export function decodeBase64(text: string): Uint8Array {
  const binary = atob(text)
  const bytes = new Uint8Array(binary.length)
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i)
  return bytes
}
