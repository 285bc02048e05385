/** What a condition that holds (or does not) says about the values in it. */
import type { Operation, Relation, Value } from '../../ir/types.ts'
import { isFloat } from '../../ir/vocabulary.ts'
import { EXACT, intersect, magnitude, type Range } from './range.ts'

export interface Known {
  definition(value: Value): Operation | undefined
  range(value: Value): Range
}

export type Refinement = [Value, Range]

const opposite: Readonly<Record<Relation, Relation>> = { lt: 'ge', ge: 'lt', gt: 'le', le: 'gt', eq: 'ne', ne: 'eq' }
const mirrored: Readonly<Record<Relation, Relation>> = { lt: 'gt', gt: 'lt', le: 'ge', ge: 'le', eq: 'eq', ne: 'ne' }

export function refinements(condition: Value, holds: boolean, known: Known): Refinement[] {
  const definition = known.definition(condition)
  const both = (first: Value, second: Value): Refinement[] => [...refinements(first, holds, known), ...refinements(second, holds, known)]
  const isConstant = (value: Value, constant: boolean): boolean => {
    const operation = known.definition(value)
    return operation?.kind === 'const' && operation.value === constant
  }
  switch (definition?.kind) {
    case 'compare': return compared(definition.relation, definition.left, definition.right, holds, known)
    case 'unary': return definition.operator === 'not' ? refinements(definition.operand, !holds, known) : []
    case 'binary': {
      const { operator, left, right } = definition
      return (operator === 'and' && holds) || (operator === 'or' && !holds) ? both(left, right) : []
    }
    // `a && b` and `a || b` as lowering writes them.
    case 'select':
      if (holds && isConstant(definition.whenFalse, false)) return both(definition.condition, definition.whenTrue)
      return !holds && isConstant(definition.whenTrue, true) ? both(definition.condition, definition.whenFalse) : []
    case 'if': {
      const index = definition.results.indexOf(condition)
      const [then, otherwise] = [definition.then.yields[index], definition.else.yields[index]]
      if (holds && isConstant(otherwise, false)) return both(definition.condition, then)
      return !holds && isConstant(then, true) ? both(definition.condition, otherwise) : []
    }
    default: return []
  }
}

function compared(relation: Relation, left: Value, right: Value, holds: boolean, known: Known): Refinement[] {
  const [first, second] = [known.range(left), known.range(right)]
  // Every relation but `ne` is false for NaN, so that one that does not hold says the opposite of numbers only.
  const ordered = relation === 'ne' ? !holds : holds
  const actual = holds ? relation : opposite[relation]
  const side = (value: Value, range: Range, other: Range, one: Relation): Refinement[] =>
    ordered || !other.mayBeNaN ? bound(one, value, range, other, !ordered, known) : []
  return [...side(left, first, second, actual), ...side(right, second, first, mirrored[actual])]
}

function bound(relation: Relation, value: Value, range: Range, other: Range, mayBeNaN: boolean, known: Known): Refinement[] {
  const limits = limitsOf(relation, range, other)
  if (!limits) return []
  return spread(value, intersect(range, { lo: -Infinity, hi: Infinity, integer: false, mayBeNaN, mayBeNegativeZero: true, ...limits }), known)
}

function limitsOf(relation: Relation, range: Range, other: Range): { lo?: number; hi?: number } | undefined {
  // The integers strictly below 5.5 are those up to 5.
  switch (relation) {
    case 'lt': return { hi: range.integer && Math.abs(other.hi) <= EXACT ? Math.ceil(other.hi) - 1 : other.hi }
    case 'le': return { hi: range.integer ? Math.floor(other.hi) : other.hi }
    case 'gt': return { lo: range.integer && Math.abs(other.lo) <= EXACT ? Math.floor(other.lo) + 1 : other.lo }
    case 'ge': return { lo: range.integer ? Math.ceil(other.lo) : other.lo }
    case 'eq': return { lo: other.lo, hi: other.hi }
    case 'ne':
      if (other.lo !== other.hi || !range.integer) return undefined
      if (range.lo === other.lo) return { lo: range.lo + 1 }
      return range.hi === other.hi ? { hi: range.hi - 1 } : undefined
  }
}

/** A bound on i + 1 is one on i. */
function spread(value: Value, range: Range, known: Known): Refinement[] {
  const found: Refinement[] = [[value, range]]
  const definition = known.definition(value)
  if (definition?.kind === 'convert' && definition.mode === 'value' && definition.operand.type === 'i32') {
    const before = known.range(definition.operand)
    found.push(...spread(definition.operand, { ...before, lo: Math.max(before.lo, range.lo), hi: Math.min(before.hi, range.hi) }, known))
  }
  if (definition?.kind === 'binary' && (definition.operator === 'add' || definition.operator === 'sub')) {
    const constant = known.definition(definition.right)
    if (constant?.kind !== 'const' || typeof constant.value !== 'number') return found
    const before = known.range(definition.left)
    const offset = definition.operator === 'add' ? constant.value : -constant.value
    const exact = before.integer && Number.isInteger(offset) && magnitude(before) + Math.abs(offset) <= (isFloat(value.type) ? EXACT : 2 ** 31 - 1)
    if (exact) found.push(...spread(definition.left, { ...before, lo: Math.max(before.lo, range.lo - offset), hi: Math.min(before.hi, range.hi - offset) }, known))
  }
  return found
}
