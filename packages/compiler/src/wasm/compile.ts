/** From a region, after all passes, to the bytes of its kernel module. */
import type { FrameLayout } from '../descriptor.ts'
import type { ParforOperation, Region } from '../ir/types.ts'
import { forEachOperation, nestedBlocks } from '../ir/walk.ts'
import type { Block } from '../ir/types.ts'
import { vectorise } from '../passes/vectorise.ts'
import { frameLayout } from './frame.ts'
import { Kernel } from './kernel.ts'
import { emitPlan } from './plan.ts'
import { RegionEmitter } from './region.ts'

export interface WasmKernel { bytes: Uint8Array; layout: FrameLayout }

export function compileWasm(region: Region): WasmKernel {
  const parfors = outermostParfors(region.body)
  for (const parfor of parfors) refuseBuilders(parfor)
  const plans = new Map(parfors.map((parfor) => [parfor, vectorise(region, parfor)]))
  const scratch = frameLayout(region, parfors)
  const kernel = new Kernel(region, scratch)
  const plan = emitPlan(kernel)
  const body = RegionEmitter.emit(kernel, plans)
  kernel.module.export('plan', plan)
  kernel.module.export('region', body)
  const { arrays, scalars, outputs, bytes, threadBytes } = scratch
  return { bytes: kernel.module.encode(), layout: { arrays, scalars, outputs, bytes, threadBytes } }
}

function outermostParfors(block: Block): ParforOperation[] {
  return block.operations.flatMap((operation) => operation.kind === 'parfor' ? [operation] : nestedBlocks(operation).flatMap(outermostParfors))
}

function refuseBuilders(parfor: ParforOperation): void {
  const refuse = (one: ParforOperation): void => {
    const [builder] = one.builders
    if (builder) throw new Error(`parfor ${one.id}: the WebAssembly back end has no ${builder.kind} builder`)
  }
  refuse(parfor)
  forEachOperation(parfor.body, (operation) => { if (operation.kind === 'parfor') refuse(operation) })
}
