/** `plan (frame) -> f64`: the work estimate, or −1 − number of the first guard that fails. */
import type { FunctionBuilder } from './function.ts'
import type { Kernel } from './kernel.ts'
import { loadScalars } from './region.ts'
import { emitScalarBlock } from './scalar.ts'

export function emitPlan(kernel: Kernel): FunctionBuilder {
  const { region } = kernel
  const code = kernel.module.function('plan', { parameters: ['i32'], results: ['f64'] })
  const environment = kernel.environment(code, 0)
  kernel.loadArrays(environment, [region.prologue])
  loadScalars(kernel, environment)
  emitScalarBlock(environment, region.prologue, () => false)
  region.guards.forEach((guard, index) => {
    environment.push(guard.condition)
    code.op('i32.eqz')
    code.if(() => { code.f64(-1 - index); code.op('return') })
  })
  // Without an estimate the kernel is always worth running.
  if (region.work) environment.push(region.work)
  else code.f64(Infinity)
  return code
}
