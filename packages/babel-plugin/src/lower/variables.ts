/** Reading and assigning scalar variables. */
import type { Value } from '@parfor/compiler'
import type { Binding, types } from '../babel.ts'
import type { Lowering, Variable } from './lowering.ts'
import { isValue } from './lowering.ts'
import { Refusal, restart } from './refusal.ts'
import { literalOf } from './literals.ts'

export function readIdentifier(lowering: Lowering, node: types.Identifier): Value {
  const binding = lowering.binding(node)
  if (binding) return readVariable(lowering, binding, node)
  switch (node.name) {
    case 'Infinity': return lowering.number(Infinity)
    case 'NaN': return lowering.number(NaN)
    case 'undefined': throw new Refusal('PF308', node, '`undefined` is used as a value', 'Use a number, or NaN.')
    default: throw new Refusal('PF302', node, `'${node.name}' is a global variable`, `Copy '${node.name}' into a local constant before the loop.`)
  }
}

export function readVariable(lowering: Lowering, binding: Binding, node: types.Identifier): Value {
  const slot = lowering.environment.get(binding)
  if (isValue(slot)) return slot
  if (slot === undefined) {
    const literal = literalOf(binding)
    if (literal !== undefined && (!lowering.liveIns.isLocal(binding) || (binding.identifier.start ?? 0) < (node.start ?? 0))) {
      return lowering.constant(literal, typeof literal === 'boolean' ? 'bool' : 'f64')
    }
    return lowering.liveIns.scalar({ root: binding, path: [] }, node)
  }
  if (slot === 'stale') {
    if (!lowering.liveIns.isHost(binding)) {
      throw new Refusal('PF308', node, `'${node.name}' may be read before it is assigned`, `Give '${node.name}' a number when it is declared.`)
    }
    lowering.decisions.materialised.add(binding)
    throw restart
  }
  if (slot === 'undefined') {
    throw new Refusal('PF308', node, `'${node.name}' may still be undefined when it is read`, `Give '${node.name}' a number when it is declared.`)
  }
  if (slot === 'mixed') {
    throw new Refusal('PF303', node, `'${node.name}' holds values of different kinds on different paths`, `Let '${node.name}' hold numbers only, or booleans only.`)
  }
  if ('fields' in slot) throw new Refusal('PF303', node, `the object '${node.name}' is used as a value`, 'Read its properties, and make objects of them after the loop.')
  throw new Refusal('PF303', node, `the array '${node.name}' is used as a value`, 'Use its elements or its length only.')
}

export function assignVariable(lowering: Lowering, variable: Variable, value: Value): void {
  lowering.assign(variable, value)
}

/** The variable that an assignment in the region changes; refused where others could see it half-way. */
export function assignableBinding(lowering: Lowering, node: types.Identifier): Binding {
  const binding = lowering.binding(node)
  if (!binding) throw new Refusal('PF302', node, `the loop assigns the global variable '${node.name}'`, `Use a local variable, and assign '${node.name}' after the loop.`)
  if (binding.kind === 'const' || binding.kind === 'module' || binding.kind === 'hoisted') {
    throw new Refusal('PF304', node, `assigning the constant '${node.name}' throws`, `Declare '${node.name}' with let.`)
  }
  const slot = lowering.environment.get(binding)
  if (typeof slot === 'object' && 'array' in slot) {
    throw new Refusal('PF302', node, `the array variable '${node.name}' is reassigned`, 'Swap arrays outside the loop, or copy elements.')
  }
  if (lowering.liveIns.isHost(binding) && !lowering.liveIns.isLocal(binding)) {
    throw new Refusal('PF302', node, `the loop assigns '${node.name}', a variable of an outer scope`, `Use a local variable, and assign '${node.name}' after the loop.`)
  }
  return binding
}
