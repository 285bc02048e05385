/** Branches: both sides are lowered from the same environment, and the variables that end up different are yielded. */
import type { Block, SourceLocation, Value } from '@parfor/compiler'
import type { Environment, Lowering, RecordSlot, Slot, Variable } from './lowering.ts'
import { isRecord, isValue } from './lowering.ts'

export function branch(
  lowering: Lowering, condition: Value, whenTrue: () => Value[], whenFalse: () => Value[], location?: SourceLocation,
): Value[] {
  const known = lowering.constants.get(condition)
  if (typeof known === 'boolean') return known ? whenTrue() : whenFalse()
  const before = lowering.environment
  const [then, thenEnvironment] = nested(lowering, new Map(before), whenTrue)
  const [otherwise, elseEnvironment] = nested(lowering, new Map(before), whenFalse)
  const results = then.yields.map((value, index) => result(lowering, value, otherwise.yields[index]))
  lowering.environment = merge(lowering, thenEnvironment, elseEnvironment, (one, other, name) => {
    then.yields.push(one)
    otherwise.yields.push(other)
    results.push(result(lowering, one, other, name))
    return results[results.length - 1]
  })
  lowering.builder.append({ kind: 'if', results, condition, then, else: otherwise, ...(location && { location }) })
  return results
}

function nested(lowering: Lowering, environment: Environment, body: () => Value[]): [Block, Environment] {
  lowering.environment = environment
  const block = lowering.builder.nested(body)
  return [block, lowering.environment]
}

function result(lowering: Lowering, one: Value, other: Value, name = one.name): Value {
  const value = lowering.builder.value(one.type, name)
  if (lowering.wrapped.has(one) || lowering.wrapped.has(other)) lowering.wrapped.add(value)
  return value
}

function merge(
  lowering: Lowering, one: Environment, other: Environment, join: (one: Value, other: Value, name: string) => Value,
): Environment {
  const merged: Environment = new Map()
  for (const variable of new Set<Variable>([...one.keys(), ...other.keys()])) {
    const slot = mergeSlots(lowering, one.get(variable), other.get(variable), (left, right) => join(left, right, variable.identifier.name))
    if (slot !== undefined) merged.set(variable, slot)
  }
  return merged
}

function mergeSlots(lowering: Lowering, one: Slot | undefined, other: Slot | undefined, join: (one: Value, other: Value) => Value): Slot | undefined {
  if (one === other) return one
  if (one === undefined || other === undefined || one === 'stale' || other === 'stale') return 'stale'
  if (one === 'undefined' || other === 'undefined') return 'undefined'
  if (isValue(one) && isValue(other)) {
    if (one.type !== other.type) return 'mixed'
    const constant = lowering.constants.get(one)
    // The two constants live in different blocks: make one that both paths see.
    if (constant !== undefined && Object.is(constant, lowering.constants.get(other))) {
      return lowering.constant(constant, one.type as 'f64' | 'i64' | 'u64' | 'bool')
    }
    return join(one, other)
  }
  if (isRecord(one) && isRecord(other)) return mergeRecords(lowering, one, other, join)
  if (typeof one === 'object' && typeof other === 'object' && 'array' in one && 'array' in other && one.array === other.array) return one
  return 'mixed'
}

function mergeRecords(lowering: Lowering, one: RecordSlot, other: RecordSlot, join: (one: Value, other: Value) => Value): Slot {
  const fields = new Map<string, Value>()
  for (const [name, value] of one.fields) {
    const field = other.fields.get(name)
    const merged = field && mergeSlots(lowering, value, field, join)
    if (!isValue(merged)) return 'mixed'
    fields.set(name, merged)
  }
  return fields.size === other.fields.size ? { fields } : 'mixed'
}
