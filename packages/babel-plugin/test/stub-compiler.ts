/**
 * A compiler that decides by the look of the IR, so that what the front end does is tested alone: every `for` is parallel, every `while` is not,
 * and a loop labelled `sequential` is not either.
 */
export { Builder, emptyRegion } from '../../compiler/src/ir/builder.ts'
export { printRegion } from '../../compiler/src/ir/print.ts'
export { forEachOperation, forEachRegionOperation } from '../../compiler/src/ir/walk.ts'
import { cloneRegion } from '../../compiler/src/ir/clone.ts'
import { forEachRegionOperation } from '../../compiler/src/ir/walk.ts'
import type { CompiledRegion, Diagnostic, Region } from '@parfor/compiler'

export function analyseRegion(region: Region): { region: Region; parallel: boolean; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = []
  forEachRegionOperation(region, (operation) => {
    if (operation.kind !== 'for' && operation.kind !== 'while') return
    const parallel = operation.kind === 'for' && operation.label !== 'sequential'
    diagnostics.push({
      code: parallel ? 'PF100' : 'PF203', severity: 'info', message: parallel ? 'parallel loop' : 'sequential loop',
      loop: { id: operation.id, ...(operation.label !== undefined && { label: operation.label }) },
    })
  })
  return { region, parallel: diagnostics.some(({ code }) => code === 'PF100'), diagnostics }
}

/** Regions by name, for the interpreter behind the stub of the runtime. */
export const compiledRegions = new Map<string, Region>()

export function compileAnalysed({ region, parallel, diagnostics }: ReturnType<typeof analyseRegion>): CompiledRegion {
  compiledRegions.set(region.name, cloneRegion(region))
  const [array] = region.arrays
  return {
    parallel, diagnostics,
    descriptor: {
      abi: 2, arrays: region.arrays.map(({ name, element, read, written }) => ({ name, element, read, written })),
      scalars: region.scalars.map(({ name, value }) => ({ name, type: value.type })), outputs: region.outputs, aliases: [], exact: true, gate: 1, guards: [],
    },
    sizeTest: array && { expression: '$0.length', arrays: [array.name], scalars: [] },
  }
}
