/** Kernels compiled at the first call, for the element types of that call. The compiler is loaded when a region is met that needs it. */
import type { CompileOptions, ElementType, FrameLayout, RegionDescriptor } from '@parfor/compiler'
import { platform } from '#platform'
import { elements } from './arrays.ts'
import { coreLoaded, loaded } from './core.ts'
import { sayOnce } from './messages.ts'
import type { Compiler } from './platform/platform.ts'
import { environment } from './settings.ts'

/** The part of a descriptor that belongs to one kernel: other element types may need other guards and rules. */
export type KernelDescriptor = Pick<RegionDescriptor, 'arrays' | 'scalars' | 'outputs' | 'aliases' | 'guards'>

export interface CompiledKernel { bytes: Uint8Array; layout: FrameLayout; descriptor: KernelDescriptor }

let compiler: Compiler | undefined
let loading: Promise<void> | undefined
let unavailable = false

function failed(error: unknown): void {
  unavailable = true
  sayOnce('compiler', 'PF404', `the compiler cannot be loaded, functions without declared array types run as plain JavaScript: ${String(error)}. If the application was deployed anew, reload the page; else deploy this file too.`)
}

async function load(): Promise<void> {
  try {
    // A page that cannot use kernels does not fetch what makes them.
    if (!platform.requireCompiler) await coreLoaded()
    if (loaded.core) compiler = platform.inOtherRealm ? platform.requireCompiler!() : await import('@parfor/compiler')
  } catch (error) {
    failed(error)
  }
}

export function wantCompiler(): void {
  loading ??= load()
}

export async function compilerReady(): Promise<void> {
  await loading
}

/** Whether the compiler is there; it is loaded now where that is possible. */
export function compilerLoaded(): boolean {
  if (compiler || unavailable || !platform.requireCompiler) return compiler !== undefined
  loading = Promise.resolve()
  try {
    compiler = platform.requireCompiler()
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

/** The engine's own decoders, ES2026's and Node's. A loop over the characters is interpreted at a first call: 0.15 ms for a kernel of 3 kB. */
const { fromBase64 } = Uint8Array as { fromBase64?: (text: string) => Uint8Array }
const { Buffer: NodeBuffer } = globalThis as { Buffer?: { from(text: string, encoding: 'base64'): Uint8Array } }

export function decodeBase64(text: string): Uint8Array {
  if (fromBase64) return fromBase64.call(Uint8Array, text)
  if (NodeBuffer) return NodeBuffer.from(text, 'base64')
  const binary = atob(text)
  const bytes = new Uint8Array(binary.length)
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i)
  return bytes
}
