/** From a lowered region to what the front end prints and the runtime runs. */
import type { CompileOptions } from './context.ts'
import { ABI_VERSION, type FrameLayout, type RegionDescriptor } from './descriptor.ts'
import type { Diagnostic } from './diagnostics/diagnostic.ts'
import type { Region } from './ir/types.ts'
import { emitJavaScript } from './js/emit.ts'
import { isExact, sizeTest, type SizeTest } from './passes/gate.ts'
import { analyseRegion, type AnalysedRegion } from './pipeline.ts'
import { compileWasm, type WasmKernel } from './wasm/compile.ts'

/** Estimated simple operations from which starting the team pays: about 20 µs of plain JavaScript against a few for entering a kernel. */
const GATE = 30_000

export interface CompiledRegion {
  parallel: boolean
  diagnostics: Diagnostic[]
  descriptor: Omit<RegionDescriptor, 'name' | 'file' | 'line' | 'wasm' | 'js' | 'ir'>
  /** The size test that the front end emits before the call. */
  sizeTest: SizeTest | undefined
  /** The kernel module; absent where an element type is not known yet. */
  wasm?: Uint8Array
  layout?: FrameLayout
  /** Source of a function expression: the same meaning in plain JavaScript. Absent where the original gives the same bits, and stands in for it. */
  js?: string
}

export function compileRegion(region: Region, options: CompileOptions = {}): CompiledRegion {
  return compileAnalysed(analyseRegion(region, options))
}

/** Compiles a region that its analysis calls parallel, taking it on from there; throws for others. */
export function compileAnalysed(analysis: AnalysedRegion): CompiledRegion {
  const { parallel, diagnostics, source, region: lowered } = analysis
  if (!parallel) throw new Error(`region ${source.name} has nothing parallel: ${diagnostics.map((one) => one.message).join('; ')}`)
  analysis.lower()
  const exact = isExact(source, lowered)
  const js = exact ? undefined : emitJavaScript(lowered)
  const kernel = lowered.arrays.some((array) => array.element === 'num') ? undefined : compileLanes(analysis)
  const number = new Map(lowered.arrays.map((array, index) => [array, index]))
  return {
    parallel, diagnostics,
    descriptor: {
      abi: ABI_VERSION,
      arrays: lowered.arrays.map(({ name, element, read, written, overwritten, coveredBy }) => ({
        name, element, read, written, ...(overwritten && { overwritten }), ...(coveredBy !== undefined && { coveredBy: argumentNumber(lowered, coveredBy) }),
      })),
      scalars: lowered.scalars.map(({ name, value }) => ({ name, type: value.type })),
      outputs: lowered.outputs.map(({ name, type }) => ({ name, type })),
      aliases: lowered.aliases.map(({ first, second, same }) => [number.get(first)!, number.get(second)!, same ? 1 : 0]),
      exact,
      gate: GATE,
      guards: lowered.guards.map((guard) => guard.reason),
      ...(kernel && { layout: kernel.layout }),
    },
    sizeTest: sizeTest(lowered),
    ...(kernel && { wasm: kernel.bytes, layout: kernel.layout }),
    ...(js !== undefined && { js }),
  }
}

function argumentNumber(region: Region, name: string): number {
  return [...region.arrays, ...region.scalars].findIndex((one) => one.name === name)
}

function compileLanes(analysis: AnalysedRegion): WasmKernel {
  analysis.legalise()
  return compileWasm(analysis.region)
}
