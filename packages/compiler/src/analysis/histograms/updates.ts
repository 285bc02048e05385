/** One update of an element: the operations that make it up, found from the store (or the `if` around it) backwards. */
import { isInteger, nativeType } from '../../ir/vocabulary.ts'
import type { ArrayParameter, Block, Bounds, HistogramOperator, LoadOperation, Operation, Relation, SourceLocation, Value } from '../../ir/types.ts'
import { forEachOperation } from '../../ir/walk.ts'
import type { Definitions } from '../polynomial.ts'

export interface Update {
  block: Block
  /** What goes: `last` gives its place to the update. */
  last: Operation
  others: Operation[]
  operator: HistogramOperator
  index: Value
  value: Value
  /** The value is subtracted. */
  negated: boolean
  bounds: Bounds
  location?: SourceLocation
}

interface Context { definitions: Definitions; uses: ReadonlyMap<Value, number> }

/** What becomes of the element, and the operations that do it. */
interface Combination { operator: HistogramOperator; value: Value; negated: boolean; operations: Operation[] }

export function findUpdate(operation: Operation, block: Block, array: ArrayParameter, context: Context): Update | undefined {
  const isChoice = operation.kind === 'if' && operation.results.length === 0 && operation.else.operations.length === 0
  const store = isChoice ? operation.then.operations.at(-1) : operation
  if (store?.kind !== 'store' || store.array !== array) return undefined
  const end = block.operations.indexOf(operation)
  const before = block.operations.slice(0, end)
  const start = before.findLastIndex((one) => touches(one, array))
  const load = before[start]
  if (load?.kind !== 'load') return undefined
  const order = isChoice ? [...before, ...operation.then.operations] : before
  if (!isSame(load.index, store.index, order, context.definitions)) return undefined
  const found = isChoice ? chosen(operation, store.value, load, context) : combined(store.value, load, context)
  if (!found) return undefined
  const { operator, value, negated, operations } = found
  const bounds = load.bounds === 'strict' ? load.bounds : store.bounds
  return {
    block, last: operation, others: [load, ...operations], operator, value,
    // Where the element decides, no element means no choice; else the store is made, and a subscript that is undefined would be seen.
    index: isChoice ? load.index : store.index, negated, bounds, ...(store.location && { location: store.location }),
  }
}

/** One value, or two reads of one element between which nothing is stored (`h[k[i]] = Math.max(h[k[i]], v)`: the first one must not be undefined, the second may). */
function isSame(one: Value, other: Value, order: Operation[], definitions: Definitions): boolean {
  if (one === other) return true
  const [left, right] = [definitions.get(one), definitions.get(other)]
  if (left?.kind !== 'load' || right?.kind !== 'load' || left.array !== right.array || left.index !== right.index || one.type !== other.type) return false
  const [first, last] = [order.indexOf(left), order.indexOf(right)].sort((a, b) => a - b)
  return first >= 0 && !order.slice(first, last).some(stores)
}

function stores(operation: Operation): boolean {
  let found = false
  forEachOperation({ operations: [operation], yields: [] }, ({ kind }) => { if (kind === 'store' || kind === 'histogram') found = true })
  return found
}

function touches(operation: Operation, array: ArrayParameter): boolean {
  let found = false
  forEachOperation({ operations: [operation], yields: [] }, (inner) => {
    if ((inner.kind === 'store' || inner.kind === 'histogram' || inner.kind === 'load') && inner.array === array) found = true
  })
  return found
}

const operators: Partial<Record<string, HistogramOperator>> = { add: 'add', sub: 'add', min: 'min', max: 'max' }
const bitwise: Partial<Record<string, HistogramOperator>> = { and: 'and', or: 'or', xor: 'xor' }

/** element ⊕ value, used by nothing but the store. */
function combined(stored: Value, load: LoadOperation, { definitions, uses }: Context): Combination | undefined {
  const isOnce = (value: Value): boolean => uses.get(value) === 1
  const native = nativeType(load.array.element)
  const isWide = native === 'i64' || native === 'u64'
  const operations: Operation[] = []
  const through = (value: Value): Operation | undefined => {
    const definition = isOnce(value) ? definitions.get(value) : undefined
    if (definition) operations.push(definition)
    return definition
  }
  let definition = through(stored)
  // (h[b] + 1) | 0, whose bits a store to an integer array takes anyway.
  const isBits = isInteger(native) && !isWide && load.array.element !== 'u8c'
  while (definition?.kind === 'convert' && definition.mode === 'value' && isInteger(definition.operand.type)) {
    const bits = through(definition.operand)
    if (bits?.kind === 'convert' && bits.mode === 'wrap') {
      definition = isBits || isInteger(bits.operand.type) ? through(bits.operand) : undefined
      continue
    }
    if (bits?.kind !== 'binary') return undefined
    const operator = bitwise[bits.operator]
    if (!operator || !isInteger(native)) return undefined
    for (const [side, value] of [[bits.left, bits.right], [bits.right, bits.left]]) {
      const element = isOnce(side) ? definitions.get(side) : undefined
      if (element?.kind === 'convert' && element.mode === 'wrap' && element.operand === load.result && isOnce(load.result)) {
        return { operator, value, negated: false, operations: [...operations, element] }
      }
    }
    return undefined
  }
  if (definition?.kind !== 'binary' || !isOnce(load.result)) return undefined
  const operator = operators[definition.operator] ?? (isWide ? bitwise[definition.operator] : undefined)
  const negated = definition.operator === 'sub'
  if (!operator) return undefined
  if (definition.left === load.result) return { operator, value: definition.right, negated, operations }
  return definition.right === load.result && !negated ? { operator, value: definition.left, negated, operations } : undefined
}

const extrema: Partial<Record<Relation, 'min' | 'max'>> = { gt: 'max', ge: 'max', lt: 'min', le: 'min' }
const mirrored: Partial<Record<Relation, Relation>> = { lt: 'gt', le: 'ge', gt: 'lt', ge: 'le' }

/** if (value > element) element = value: the greatest, for integers. A float keeps the first of two zeros, and skips NaN. */
function chosen({ condition, then }: Operation & { kind: 'if' }, stored: Value, load: LoadOperation, { definitions, uses }: Context): Combination | undefined {
  const comparison = definitions.get(condition)
  const isAlone = then.operations.every(({ kind }) => kind === 'store' || kind === 'load') && then.operations.length <= 2 && uses.get(condition) === 1 && uses.get(load.result) === 1
  if (comparison?.kind !== 'compare' || !isAlone || !isInteger(nativeType(load.array.element))) return undefined
  const { left, right } = comparison
  const isMirrored = left === load.result
  const relation = isMirrored ? mirrored[comparison.relation] : comparison.relation
  const operator = relation && extrema[relation]
  const value = isMirrored ? right : left
  const isElement = (isMirrored ? left : right) === load.result
  return operator && isElement && value === stored ? { operator, value, negated: false, operations: [comparison] } : undefined
}
