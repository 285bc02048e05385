/** Kernels compiled at the first call, for the element types of that call. The compiler is loaded when a region is met that needs it. */
import type { ElementType, FrameLayout } from '@parfor/compiler'
import { elements } from './arrays.ts'
import { sayOnce } from './messages.ts'

type Compiler = typeof import('@parfor/compiler')

export interface CompiledKernel { bytes: Uint8Array; layout: FrameLayout }

let compiler: Compiler | undefined
let loading: Promise<void> | undefined

export function wantCompiler(): void {
  loading ??= import('@parfor/compiler').then(
    (module) => { compiler = module },
    (error: unknown) => sayOnce('compiler', 'PF404', `the compiler cannot be loaded, functions without declared array types run as plain JavaScript: ${String(error)}`),
  )
}

export async function compilerReady(): Promise<void> {
  await loading
}

export const compilerLoaded = (): boolean => compiler !== undefined

/** Throws what the compiler throws when it refuses the region for these types. */
export function compileFor(ir: string, names: readonly string[], codes: readonly number[]): CompiledKernel {
  const { compileRegion, parseRegion } = compiler!
  const types: Record<string, ElementType> = {}
  names.forEach((name, index) => { types[name] = elements[codes[index]] })
  const { wasm, layout } = compileRegion(parseRegion(ir), { elements: types })
  return { bytes: wasm, layout }
}

export function decodeBase64(text: string): Uint8Array {
  const binary = atob(text)
  const bytes = new Uint8Array(binary.length)
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i)
  return bytes
}
