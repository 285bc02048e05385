/** From a region, after all passes, to the bytes of its kernel module. */
import type { FrameLayout } from '../descriptor.ts'
import type { Block, ParforOperation, Region } from '../ir/types.ts'
import { forEachOperation, nestedBlocks } from '../ir/walk.ts'
import { vectorise } from '../passes/vectorise.ts'
import { ConstantTable, tableEntries } from './constant-table.ts'
import { countingParfor } from './counting.ts'
import { frameLayout } from './frame.ts'
import { Kernel } from './kernel.ts'
import { emitPlan } from './plan.ts'
import { RegionEmitter } from './region.ts'

export interface WasmKernel { bytes: Uint8Array; layout: FrameLayout }

export function compileWasm(region: Region): WasmKernel {
  const parfors = outermostParfors(region.body)
  const counting = new Map(parfors.flatMap((parfor) => {
    const one = countingParfor(region, parfor)
    return one ? [[parfor, one] as const] : []
  }))
  forEachOperation(region.body, (operation) => { if (operation.kind === 'parfor' && !parfors.includes(operation)) refuseBuilders(operation) })
  const plans = new Map([...parfors, ...counting.values()].map((parfor) => [parfor, vectorise(region, parfor)]))
  const constants = tableEntries(region)
  const scratch = frameLayout(region, [...parfors, ...counting.values()], constants)
  const kernel = new Kernel(region, scratch, new ConstantTable(scratch.constants, constants))
  const plan = emitPlan(kernel)
  const body = RegionEmitter.emit(kernel, plans, counting)
  // The bodies said what belongs into it.
  if (kernel.fillTable) kernel.table.fill(kernel.fillTable, 0)
  kernel.module.export('plan', plan)
  kernel.module.export('region', body)
  const { arrays, scalars, outputs, bytes, threadBytes } = scratch
  return { bytes: kernel.module.encode(), layout: { arrays, scalars, outputs, bytes, threadBytes } }
}

function outermostParfors(block: Block): ParforOperation[] {
  return block.operations.flatMap((operation) => operation.kind === 'parfor' ? [operation] : nestedBlocks(operation).flatMap(outermostParfors))
}

function refuseBuilders({ id, builders }: ParforOperation): void {
  const [builder] = builders
  if (builder) throw new Error(`parfor ${id}: the WebAssembly back end has no ${builder.kind} builder inside a parfor`)
}
