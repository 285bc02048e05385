/**
 * Loops that append: `if (c) { out[n] = x; n++ }`, which keeps the elements that pass a test (a filter, APL's compress). The counter is carried from trip to trip, but all that a trip
 * needs to know is how many trips before it have appended, which chunks of trips can count before any of them writes. Every path of the body must either append one element to
 * each of the counter's arrays and advance the counter by one, or do neither; and nothing else may be made of the counter inside the loop.
 */
import type { ArrayParameter, Block, LoadOperation, LoopOperation, Operation, StoreOperation, Value } from '../ir/types.ts'
import { forEachOperation, nestedBlocks, operands } from '../ir/walk.ts'
import { type Access, accessesIn } from './accesses.ts'
import type { Definitions } from './polynomial.ts'
import { dependentsOf } from './reductions/dependents.ts'

/** How the counter comes out of a path of the body. */
export type Advance =
  | { kind: 'keep' } | { kind: 'step' }
  | { kind: 'if'; value: Value; then: Advance; else: Advance }
  | { kind: 'select'; condition: Value; then: Advance; else: Advance }

export interface Compaction {
  /** Of the counter among the carried values. */
  position: number
  advance: Advance
  /** In the order of their first store. */
  arrays: ArrayParameter[]
  stores: Set<StoreOperation>
}

export type CompactionRefusal =
  /** The counter is used for more than the place of an element. */
  | 'use'
  /** A path advances it by more than one, or writes twice. */
  | 'twice'
  /** A path writes and does not advance, or advances and does not write. */
  | 'apart'
  /** In a loop inside. */
  | 'inside'
  /** The array is read, or written in another way. */
  | 'access'
  /** Whether a trip appends depends on what earlier ones have left. */
  | 'decided'
  /** Whether a trip appends depends on what it has written. */
  | 'condition'

export interface RefusedCompaction { position: number; array: ArrayParameter; refusal: CompactionRefusal }

/** Beyond this, the paths are too many to be looked at one by one. */
const MOST_CONDITIONS = 10

/** A condition, and which way a path takes there. */
interface Literal { condition: Value; holds: boolean }

/**
 * Whether trips append must come out the same before and after the loop has run, because it is asked twice: no load that decides it may follow a store of its trip to the same array.
 * The arrays, other than the store's own, that such loads read: they must not be the same view.
 */
export function decidingPairs(loop: LoopOperation, compaction: Compaction, definitions: Definitions): [ArrayParameter, ArrayParameter][] | undefined {
  const deciding = decidingOperations(compaction.advance, definitions)
  const pairs: [ArrayParameter, ArrayParameter][] = []
  const stored: Access[] = []
  let isOwn = false
  const note = (load: LoadOperation, stores: readonly Access[]): void => {
    for (const { array } of stores) {
      if (array === load.array) isOwn = true
      else pairs.push([array, load.array])
    }
  }
  const visit = (block: Block, around: readonly Access[]): void => {
    for (const operation of block.operations) {
      if (operation.kind === 'load' && deciding.has(operation)) note(operation, [...stored, ...around])
      if (operation.kind === 'store' || operation.kind === 'histogram') stored.push(operation)
      // What a later round of a loop inside reads, an earlier one may have written.
      const again = operation.kind === 'loop' || operation.kind === 'while'
      for (const inner of nestedBlocks(operation)) visit(inner, again ? accessesIn({ operations: [operation], yields: [] }).filter(({ kind }) => kind !== 'load') : around)
    }
  }
  visit(loop.body, [])
  return isOwn ? undefined : pairs
}

/** All that the conditions are computed from. */
function decidingOperations(advance: Advance, definitions: Definitions): Set<Operation> {
  const found = new Set<Operation>()
  const value = (one: Value): void => {
    const definition = definitions.get(one)
    if (!definition || found.has(definition)) return
    operation(definition)
  }
  const operation = (one: Operation): void => {
    found.add(one)
    operands(one).forEach(value)
    for (const block of nestedBlocks(one)) {
      block.operations.forEach(operation)
      block.yields.forEach(value)
    }
  }
  const visit = (one: Advance): void => {
    if (one.kind === 'keep' || one.kind === 'step') return
    const definition = one.kind === 'if' ? definitions.get(one.value) : undefined
    if (one.kind === 'select') value(one.condition)
    else if (definition?.kind === 'if') value(definition.condition)
    visit(one.then)
    visit(one.else)
  }
  visit(advance)
  return found
}

/** The counters by which a loop appends; or the first of them that does more than that. */
export function findCompactions(loop: LoopOperation, definitions: Definitions): Compaction[] | RefusedCompaction {
  const found: Compaction[] = []
  for (const [position, { parameter }] of loop.carried.entries()) {
    const [first] = storesAt(loop.body, parameter)
    if (!first) {
      const inner = storeInside(loop, parameter)
      if (inner) return { position, array: inner.array, refusal: 'inside' }
      continue
    }
    const compaction = new Search(loop, position, definitions).run()
    if (typeof compaction === 'string') return { position, array: first.array, refusal: compaction }
    if (found.some(({ arrays }) => arrays.some((array) => compaction.arrays.includes(array)))) return { position, array: first.array, refusal: 'access' }
    found.push(compaction)
  }
  return found
}

function storesAt(body: Block, index: Value): StoreOperation[] {
  return accessesIn(body).filter((access) => access.kind === 'store').filter((access) => access.index === index)
}

/** A store by the counter of a loop inside that goes on from this one's. */
function storeInside({ body }: LoopOperation, parameter: Value): StoreOperation | undefined {
  for (const operation of body.operations) {
    if (operation.kind !== 'loop' && operation.kind !== 'while') continue
    for (const { parameter: inner, initial } of operation.carried) {
      const [store] = initial === parameter ? storesAt(operation.body, inner) : []
      if (store) return store
    }
  }
  return undefined
}

class Search {
  private readonly loop: LoopOperation
  private readonly position: number
  private readonly definitions: Definitions
  private readonly parameter: Value
  private readonly states: ReadonlySet<Value>

  constructor(loop: LoopOperation, position: number, definitions: Definitions) {
    this.loop = loop
    this.position = position
    this.definitions = definitions
    this.parameter = loop.carried[position].parameter
    this.states = dependentsOf(loop.body, [this.parameter])
  }

  run(): Compaction | CompactionRefusal {
    const { loop, position, parameter, states } = this
    const stores = new Set(storesAt(loop.body, parameter))
    if (loop.body.yields.some((value, index) => index !== position && states.has(value))) return 'use'
    const advance = this.advance(loop.body.yields[position])
    if (!advance) return this.isInside() ? 'inside' : this.advancesTwice() ? 'twice' : 'use'
    if (!this.isOnlyPosition(stores)) return 'use'
    const arrays = [...new Set([...stores].map(({ array }) => array))]
    if (accessesIn(loop.body).some((access) => arrays.includes(access.array) && !(access.kind === 'store' && stores.has(access)))) return 'access'
    const places = this.places(stores)
    if (!places) return 'inside'
    const carried = new Set(loop.carried.map((one) => one.parameter))
    if ([...decidingOperations(advance, this.definitions)].some((operation) => operands(operation).some((operand) => carried.has(operand)) || nestedBlocks(operation).some((block) => block.yields.some((value) => carried.has(value))))) return 'decided'
    const refusal = mismatch(steps(advance, [], this.definitions), arrays.map((array) => places.filter((place) => place.store.array === array).map(({ path }) => path)))
    return refusal ?? { position, advance, arrays, stores }
  }

  private advance(value: Value): Advance | undefined {
    const { parameter, states, definitions } = this
    if (value === parameter) return { kind: 'keep' }
    const definition = definitions.get(value)
    if (!definition || !states.has(value)) return undefined
    switch (definition.kind) {
      case 'binary': {
        const { operator, left, right } = definition
        if (operator !== 'add') return undefined
        const [before, added] = states.has(left) ? [left, right] : [right, left]
        // Only what is added to the parameter itself is at most one.
        return this.isParameter(before) && !states.has(added) ? this.added(added) : undefined
      }
      case 'convert': return isIntegerConversion(definition.operand, value) ? this.advance(definition.operand) : undefined
      case 'select': {
        if (states.has(definition.condition)) return undefined
        const [then, otherwise] = [this.advance(definition.whenTrue), this.advance(definition.whenFalse)]
        return then && otherwise && { kind: 'select', condition: definition.condition, then, else: otherwise }
      }
      case 'if': {
        if (states.has(definition.condition)) return undefined
        const index = definition.results.indexOf(value)
        const [then, otherwise] = [this.advance(definition.then.yields[index]), this.advance(definition.else.yields[index])]
        return then && otherwise && { kind: 'if', value, then, else: otherwise }
      }
      default: return undefined
    }
  }

  private isParameter(value: Value): boolean {
    if (value === this.parameter) return true
    const definition = this.definitions.get(value)
    return definition?.kind === 'convert' && isIntegerConversion(definition.operand, value) && this.isParameter(definition.operand)
  }

  /** 1, or 1 and 0 by a condition: `n += x > 0 ? 1 : 0`, `n += x > 0`. */
  private added(value: Value): Advance | undefined {
    const definition = this.definitions.get(value)
    switch (definition?.kind) {
      case 'const': return Number(definition.value) === 1 ? { kind: 'step' } : Number(definition.value) === 0 ? { kind: 'keep' } : undefined
      case 'convert': return definition.operand.type === 'bool' ? { kind: 'select', condition: definition.operand, then: { kind: 'step' }, else: { kind: 'keep' } } : undefined
      case 'select': {
        const [then, otherwise] = [this.added(definition.whenTrue), this.added(definition.whenFalse)]
        return then && otherwise && { kind: 'select', condition: definition.condition, then, else: otherwise }
      }
      default: return undefined
    }
  }

  private isInside(): boolean {
    return this.loop.body.operations.some((operation) => 'carried' in operation && operation.carried.some(({ initial }) => this.states.has(initial)))
  }

  /** For the message only. */
  private advancesTwice(): boolean {
    let sums = 0
    forEachOperation(this.loop.body, (operation) => {
      if (operation.kind === 'binary' && operation.operator === 'add' && operands(operation).some((operand) => this.states.has(operand) && !this.isParameter(operand))) sums++
    })
    return sums > 0
  }

  /** Nothing is computed from the counter but the next one, and only stores take it as their subscript. */
  private isOnlyPosition(stores: ReadonlySet<StoreOperation>): boolean {
    const { states } = this
    let only = true
    forEachOperation(this.loop.body, (operation) => {
      switch (operation.kind) {
        case 'binary': case 'convert': case 'select':
          if (states.has(operation.result) && !this.advance(operation.result) && !this.isParameter(operation.result)) only = false
          return
        case 'if':
          if (operation.results.some((result) => states.has(result) && !this.advance(result))) only = false
          return
        case 'store':
          if (states.has(operation.value) || (states.has(operation.index) && !stores.has(operation))) only = false
          return
        default: if (operands(operation).some((operand) => states.has(operand))) only = false
      }
    })
    return only
  }

  /** The stores, with the way that leads to each through the `if`s of the body; undefined if one is in a loop inside. */
  private places(stores: ReadonlySet<StoreOperation>): { store: StoreOperation; path: Literal[] }[] | undefined {
    const found: { store: StoreOperation; path: Literal[] }[] = []
    const visit = (block: Block, path: Literal[]): void => {
      for (const operation of block.operations) {
        if (operation.kind === 'store' && stores.has(operation)) found.push({ store: operation, path })
        if (operation.kind !== 'if') continue
        visit(operation.then, [...path, literal(operation.condition, true, this.definitions)])
        visit(operation.else, [...path, literal(operation.condition, false, this.definitions)])
      }
    }
    visit(this.loop.body, [])
    return found.length === stores.size ? found : undefined
  }
}

/** Between f64 and i32, for numbers that both hold. */
function isIntegerConversion(from: Value, to: Value): boolean {
  return (from.type === 'f64' || from.type === 'i32') && (to.type === 'f64' || to.type === 'i32')
}

function literal(condition: Value, holds: boolean, definitions: Definitions): Literal {
  const definition = definitions.get(condition)
  return definition?.kind === 'unary' && definition.operator === 'not' ? literal(definition.operand, !holds, definitions) : { condition, holds }
}

/** The paths that advance the counter. */
function steps(advance: Advance, path: Literal[], definitions: Definitions): Literal[][] {
  switch (advance.kind) {
    case 'keep': return []
    case 'step': return [path]
    default: {
      const definition = advance.kind === 'if' ? definitions.get(advance.value) : undefined
      const condition = definition?.kind === 'if' ? definition.condition : (advance as { condition: Value }).condition
      return [
        ...steps(advance.then, [...path, literal(condition, true, definitions)], definitions),
        ...steps(advance.else, [...path, literal(condition, false, definitions)], definitions),
      ]
    }
  }
}

/** Looks at all combinations of conditions: each array is written exactly once where the counter advances, and not where it does not. */
function mismatch(advancing: Literal[][], writing: Literal[][][]): CompactionRefusal | undefined {
  const conditions = [...new Set([...advancing, ...writing.flat()].flat().map(({ condition }) => condition))]
  if (conditions.length > MOST_CONDITIONS) return 'apart'
  for (let choice = 0; choice < 2 ** conditions.length; choice++) {
    const isTaken = (path: Literal[]): boolean => path.every(({ condition, holds }) => ((choice >> conditions.indexOf(condition)) & 1) === Number(holds))
    const expected = advancing.some(isTaken) ? 1 : 0
    for (const paths of writing) {
      const count = paths.filter(isTaken).length
      if (count > 1) return 'twice'
      if (count !== expected) return 'apart'
    }
  }
  return undefined
}

/** Whether one of the compaction's stores is in the block, through `if`s. */
export function holdsStore(block: Block, stores: ReadonlySet<StoreOperation>, array: ArrayParameter): boolean {
  return block.operations.some((operation) => {
    if (operation.kind === 'store') return stores.has(operation) && operation.array === array
    return operation.kind === 'if' && nestedBlocks(operation).some((inner) => holdsStore(inner, stores, array))
  })
}
