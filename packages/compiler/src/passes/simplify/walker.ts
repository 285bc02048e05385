/**
 * One walk over a region in program order: operands are replaced by what is known to equal them, operations rewritten, common subexpressions
 * found by scoped value numbering (Briggs, Cooper, Simpson 1997: dominator-based), and what does not change in a loop is put before it at once.
 */
import type {
  ArrayParameter, Block, Carried, ForOperation, IfOperation, LoadOperation, LoopOperation, Operation, ParforOperation, Region, ScalarType, StoreOperation,
  Value, WhileOperation,
} from '../../ir/types.ts'
import { nativeType } from '../../ir/vocabulary.ts'
import { blockParameters, operands, substituteOperands } from '../../ir/walk.ts'
import { isSpeculable, speculationCost } from './effects.ts'
import type { Constant } from './fold.ts'
import { hoistedKey, keyOf, loadKey } from './keys.ts'
import { Memory } from './memory.ts'
import { constantOf, type PureOperation, type Rewriter } from './rewriter.ts'
import { rewriteOperation } from './rewrite.ts'
import { Scopes, type Scope } from './scopes.ts'
import { signedKeys } from './signs.ts'

/** An `if` becomes selects when executing both branches costs at most this many simple operations. */
const SELECT_LIMIT = 8

export class Walker implements Rewriter {
  /** Something was found out that could make what had been read before it simpler. What comes after has seen it. */
  changed = false
  private readonly region: Region
  private readonly replaced = new Map<Value, Value>()
  private readonly definitions = new Map<Value, Operation>()
  private scopes = new Scopes()
  private memory: Memory
  private versions = new Map<ArrayParameter, number>()
  private lastVersion = 0

  constructor(region: Region) {
    this.region = region
    this.memory = new Memory(region)
  }

  walk(): void {
    const { region } = this
    this.scopes = new Scopes()
    this.memory = new Memory(region)
    this.versions = new Map()
    this.lastVersion = 0
    this.changed = false
    // The prologue's scope stays open: its values are visible in the body.
    const prologue = this.scopes.open('base', region.scalars.map((scalar) => scalar.value))
    for (const operation of region.prologue.operations) this.visit(operation)
    region.prologue.operations = prologue.operations
    for (const guard of region.guards) guard.condition = this.resolve(guard.condition)
    if (region.work) region.work = this.resolve(region.work)
    this.block(region.body, 'base', [])
  }

  definition(value: Value): Operation | undefined {
    return this.definitions.get(value)
  }

  constant(type: ScalarType, value: Constant): Value {
    return this.create(type, (result) => ({ kind: 'const', result, value }))
  }

  private create(type: ScalarType, make: (result: Value) => PureOperation): Value {
    const result: Value = { id: this.region.nextValue++, type }
    this.pure(make(result))
    return this.resolve(result)
  }

  private resolve = (value: Value): Value => {
    const direct = this.replaced.get(value)
    if (direct === undefined) return value
    const final = this.resolve(direct)
    this.replaced.set(value, final)
    return final
  }

  private replace(value: Value, by: Value): void {
    if (this.replaced.has(value)) return
    this.replaced.set(value, by)
  }

  private block(block: Block, kind: Scope['kind'], parameters: readonly Value[], counted?: Scope['counted']): void {
    const scope = this.scopes.open(kind, parameters, counted)
    for (const operation of block.operations) this.visit(operation)
    block.operations = scope.operations
    block.yields = block.yields.map(this.resolve)
    this.scopes.close()
  }

  private append(operation: Operation, scope?: Scope): void {
    this.scopes.append(operation, scope)
    if ('result' in operation) this.definitions.set(operation.result, operation)
  }

  private visit(operation: Operation): void {
    substituteOperands(operation, this.resolve)
    switch (operation.kind) {
      case 'const': case 'unary': case 'binary': case 'compare': case 'select': case 'convert': case 'call': case 'length': return this.pure(operation)
      case 'load': return this.load(operation)
      case 'store': return this.store(operation)
      case 'if': return this.branch(operation)
      case 'for': case 'while': case 'loop': case 'parfor': return this.loop(operation)
      case 'single':
        this.block(operation.body, 'branch', [])
        return this.finish(operation)
      case 'histogram': case 'barrier': case 'allreduce': case 'rankrange': return this.finish(operation)
    }
  }

  /** Appends an operation that may have stored something. */
  private finish(operation: Operation): void {
    this.append(operation)
    this.forget(this.memory.changedInside(operation))
  }

  private forget(arrays: readonly ArrayParameter[]): void {
    for (const array of arrays) this.versions.set(array, ++this.lastVersion)
  }

  private pure(operation: PureOperation): void {
    let current = operation
    for (;;) {
      const rewrite = rewriteOperation(current, this)
      if (!rewrite) break
      if ('value' in rewrite) return this.replace(operation.result, rewrite.value)
      current = rewrite.operation
    }
    const signed = signedKeys(current, this)
    const key = signed?.same ?? keyOf(current)
    const known = this.scopes.lookup(key)
    if (known) return this.replace(current.result, known)
    const negative = signed && this.scopes.lookup(signed.opposite)
    if (negative) return this.pure({ kind: 'unary', operator: 'neg', result: current.result, operand: negative })
    const scope = this.invariantScope(current)
    this.append(current, scope)
    this.scopes.remember(key, current.result, scope)
  }

  /** The block before the outermost loop in which the operation does not change. Branches are left only on the way out of a loop. */
  private invariantScope(operation: PureOperation): Scope {
    const { current } = this.scopes
    if (!isSpeculable(operation)) return current
    let depth = 0
    for (const value of operands(operation)) depth = Math.max(depth, this.scopes.depthOf(value))
    let best = current
    for (let scope = current; scope.depth > depth && scope.kind !== 'base'; scope = this.scopes.parent(scope)) {
      if (scope.kind === 'loop') best = this.scopes.parent(scope)
    }
    return best
  }

  private load(operation: LoadOperation): void {
    const key = loadKey(operation, operation.result.type, this.versions.get(operation.array) ?? 0)
    const known = this.scopes.lookup(key)
    if (known) return this.replace(operation.result, known)
    const scope = this.placeLoad(operation)
    this.scopes.remember(key, this.resolve(operation.result), scope)
  }

  /**
   * Puts a load that is the same on every trip before the loop, and returns the block where its result is the load's. `guarded` promises that
   * the index is in range when the load is executed, and a loop without trips never executes it: such a load goes behind a test of the trips.
   */
  private placeLoad(operation: LoadOperation): Scope {
    const { scopes } = this
    const { target, uncertain } = this.invariantLoad(operation)
    if (uncertain.length === 0) {
      this.append(operation, target)
      return target
    }
    this.changed = true
    const key = hoistedKey(operation, operation.result.type, this.versions.get(operation.array) ?? 0, uncertain)
    const known = scopes.lookup(key)
    if (known) this.replace(operation.result, known)
    else {
      scopes.within(target, () => this.appendConditionalLoad(operation, uncertain))
      scopes.remember(key, operation.result, target)
    }
    return scopes.current
  }

  /** Where a load may go, and the trip counts that must be positive for it to be executed. */
  private invariantLoad(operation: LoadOperation): { target: Scope; uncertain: Value[] } {
    const { scopes } = this
    let target = scopes.current
    const uncertain: Value[] = []
    if (operation.bounds !== 'guarded') return { target, uncertain }
    while (target.counted && target.depth > scopes.depthOf(operation.index)) {
      const { counted } = target
      if (this.memory.changedInside(counted).includes(operation.array)) break
      const outer = scopes.parent(target)
      if (uncertain.some((value) => scopes.depthOf(value) > outer.depth)) break
      const trips = counted.kind === 'loop' ? [counted.trips] : counted.dimensions.map((dimension) => dimension.trips)
      uncertain.push(...trips.filter((value) => !(Number(constantOf(this, value)) > 0)))
      target = outer
    }
    return { target, uncertain }
  }

  private appendConditionalLoad(operation: LoadOperation, trips: Value[]): void {
    const { type } = operation.result
    const zero = this.constant('i32', 0)
    const condition = trips
      .map((right) => this.create('bool', (result) => ({ kind: 'compare', relation: 'gt', left: right, right: zero, result })))
      .reduce((left, right) => this.create('bool', (result) => ({ kind: 'binary', operator: 'and', left, right, result })))
    const otherwise = this.constant(type, type === 'i64' || type === 'u64' ? 0n : 0)
    const inner: LoadOperation = { ...operation, result: { id: this.region.nextValue++, type } }
    this.append({
      kind: 'if', results: [operation.result], condition,
      then: { operations: [inner], yields: [inner.result] }, else: { operations: [], yields: [otherwise] },
    })
  }

  private store(operation: StoreOperation): void {
    const { array, index, value, bounds } = operation
    this.finish(operation)
    const { element } = array
    const keepsValue = element === 'f64' || element === 'f32' || element === 'i32' || element === 'u32' || element === 'i64' || element === 'u64'
    if (bounds === 'guarded' && keepsValue && value.type === nativeType(element)) {
      this.scopes.remember(loadKey({ array, index, bounds }, value.type, this.versions.get(array)!), value)
    }
  }

  private branch(operation: IfOperation): void {
    const known = constantOf(this, operation.condition)
    if (known !== undefined) return this.splice(known ? operation.then : operation.else, operation.results)
    const inner = this.definition(operation.condition)
    const bothSides = operation.results.length > 0 || operation.else.operations.length > 0
    if (bothSides && !operation.hint && inner?.kind === 'unary' && inner.operator === 'not') {
      operation.condition = inner.operand
      const { then } = operation
      operation.then = operation.else
      operation.else = then
    }
    const before = new Map(this.versions)
    this.block(operation.then, 'branch', [])
    this.versions = new Map(before)
    this.block(operation.else, 'branch', [])
    this.versions = before
    this.mergeResults(operation)
    const { then, results } = operation
    if (results.length === 0 && then.operations.length === 0 && operation.else.operations.length === 0) return
    if (results.length > 0 && this.isCheap(operation)) return this.select(operation)
    this.finish(operation)
  }

  /** Puts a block's operations in the place of the operation that owned it. */
  private splice(block: Block, resultValues: Value[]): void {
    this.changed = true
    for (const inner of block.operations) this.visit(inner)
    resultValues.forEach((value, index) => this.replace(value, this.resolve(block.yields[index])))
  }

  /** Drops results that both branches agree on, and results that are always equal. */
  private mergeResults(operation: IfOperation): void {
    const seen = new Map<string, Value>()
    const kept: number[] = []
    operation.results.forEach((result, index) => {
      const [first, second] = [operation.then.yields[index], operation.else.yields[index]]
      const key = `${first.id} ${second.id}`
      const equal = first === second ? first : seen.get(key)
      if (equal) return this.replace(result, equal)
      seen.set(key, result)
      kept.push(index)
    })
    if (kept.length === operation.results.length) return
    operation.results = kept.map((index) => operation.results[index])
    for (const block of [operation.then, operation.else]) block.yields = kept.map((index) => block.yields[index])
  }

  private isCheap(operation: IfOperation): boolean {
    let cost = operation.results.length
    for (const inner of [...operation.then.operations, ...operation.else.operations]) {
      cost += speculationCost(inner) ?? Infinity
      if (cost > SELECT_LIMIT) return false
    }
    return true
  }

  private select(operation: IfOperation): void {
    const { condition, then, else: otherwise } = operation
    for (const inner of [...then.operations, ...otherwise.operations]) this.visit(inner)
    operation.results.forEach((result, index) => {
      this.pure({ kind: 'select', result, condition, whenTrue: this.resolve(then.yields[index]), whenFalse: this.resolve(otherwise.yields[index]) })
    })
  }

  private loop(operation: ForOperation | WhileOperation | LoopOperation | ParforOperation): void {
    const changedInside = this.memory.changedInside(operation)
    const parameters = blockParameters(operation)
    operation.carried.forEach((one, index) => this.forwardCarried(operation, one, index))
    // A trip may read what an earlier one stored.
    this.forget(changedInside)
    if (operation.kind === 'while') this.block(operation.condition, 'loop', parameters)
    this.block(operation.body, 'loop', parameters, operation.kind === 'loop' || operation.kind === 'parfor' ? operation : undefined)
    operation.carried.forEach((one, index) => {
      const wasReplaced = this.replaced.has(one.parameter)
      this.forwardCarried(operation, one, index)
      if (this.replaced.has(one.parameter) !== wasReplaced) this.changed = true
    })
    // Builders read what the body has just defined.
    if (operation.kind === 'parfor') this.builders(operation)
    this.finish(operation)
  }

  private builders(operation: ParforOperation): void {
    substituteOperands(operation, this.resolve)
    for (const builder of operation.builders) {
      if (builder.kind !== 'compact') continue
      for (const column of builder.columns) {
        // What is not appended is nobody's.
        let definition = this.definition(column.value)
        while (definition?.kind === 'select' && definition.condition === builder.condition) {
          column.value = definition.whenTrue
          definition = this.definition(column.value)
        }
      }
    }
  }

  /** What every trip hands on unchanged is what came in. */
  private forwardCarried(operation: ForOperation | WhileOperation | LoopOperation | ParforOperation, one: Carried, index: number): void {
    const next = this.resolve(operation.body.yields[index])
    const initial = this.resolve(one.initial)
    if (operation.kind === 'parfor') {
      // Lanes and blocks start from the identity, not from the initial value, so that the parameter stays.
      if (next === one.parameter) this.replace(operation.results[index], initial)
      return
    }
    if (next !== one.parameter && next !== initial) return
    this.replace(one.parameter, initial)
    this.replace(operation.results[index], initial)
  }
}
