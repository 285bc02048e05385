/** A deep copy: no object of the copy is an object of the original, and identities are kept within it. */
import type { ArrayParameter, Block, Builder, Carried, Operation, Region, Value } from './types.ts'
import { assertExhaustive } from './walk.ts'

export function cloneRegion(region: Region): Region {
  const arrays = new Map<ArrayParameter, ArrayParameter>(region.arrays.map((array) => [array, { ...array }]))
  const cloner = new Cloner(arrays, (value) => ({ ...value }))
  const array = (original: ArrayParameter): ArrayParameter => arrays.get(original)!
  return {
    name: region.name,
    arrays: region.arrays.map(array),
    scalars: region.scalars.map((scalar) => ({ ...scalar, value: cloner.define(scalar.value) })),
    prologue: cloner.block(region.prologue),
    guards: region.guards.map((guard) => ({
      ...guard, condition: cloner.use(guard.condition), ...(guard.location && { location: { ...guard.location } }),
    })),
    aliases: region.aliases.map((alias) => ({ ...alias, first: array(alias.first), second: array(alias.second) })),
    ...(region.work && { work: cloner.use(region.work) }),
    body: cloner.block(region.body),
    outputs: region.outputs.map((output) => ({ ...output })),
    nextValue: region.nextValue,
  }
}

/** Copies operations of a region within it: definitions get new numbers, values from outside the copied part stay. */
export function cloneOperations(region: Region, operations: Operation[], values: Map<Value, Value> = new Map()): Operation[] {
  const cloner = new Cloner(new Map(), (value) => ({ ...value, id: region.nextValue++ }), values)
  return operations.map((operation) => cloner.operation(operation))
}

class Cloner {
  private readonly arrays: ReadonlyMap<ArrayParameter, ArrayParameter>
  private readonly fresh: (value: Value) => Value
  private readonly values: Map<Value, Value>

  constructor(arrays: ReadonlyMap<ArrayParameter, ArrayParameter>, fresh: (value: Value) => Value, values: Map<Value, Value> = new Map()) {
    this.arrays = arrays
    this.fresh = fresh
    this.values = values
  }

  define(value: Value): Value {
    const copy = this.fresh(value)
    this.values.set(value, copy)
    return copy
  }

  use(value: Value): Value {
    return this.values.get(value) ?? value
  }

  private array(array: ArrayParameter): ArrayParameter {
    return this.arrays.get(array) ?? array
  }

  block(block: Block): Block {
    const operations = block.operations.map((operation) => this.operation(operation))
    return { operations, yields: block.yields.map((value) => this.use(value)) }
  }

  private carried(carried: Carried[]): Carried[] {
    // Initial values belong to the scope outside; none of them sees a parameter.
    const initials = carried.map((one) => this.use(one.initial))
    return carried.map((one, index) => ({ parameter: this.define(one.parameter), initial: initials[index] }))
  }

  operation(operation: Operation): Operation {
    const located = 'location' in operation && operation.location ? { location: { ...operation.location } } : {}
    const use = (value: Value): Value => this.use(value)
    const define = (value: Value): Value => this.define(value)
    switch (operation.kind) {
      case 'const': return { ...operation, result: define(operation.result) }
      case 'unary': case 'convert': case 'allreduce':
        return { ...operation, operand: use(operation.operand), result: define(operation.result) }
      case 'binary': case 'compare':
        return { ...operation, left: use(operation.left), right: use(operation.right), result: define(operation.result) }
      case 'select':
        return {
          ...operation, condition: use(operation.condition), whenTrue: use(operation.whenTrue), whenFalse: use(operation.whenFalse),
          result: define(operation.result),
        }
      case 'call': return { ...operation, ...located, arguments: operation.arguments.map(use), result: define(operation.result) }
      case 'length': return { ...operation, array: this.array(operation.array), result: define(operation.result) }
      case 'load':
        return { ...operation, ...located, array: this.array(operation.array), index: use(operation.index), result: define(operation.result) }
      case 'store': case 'histogram': return { ...operation, ...located, array: this.array(operation.array), index: use(operation.index), value: use(operation.value) }
      case 'if':
        return {
          ...operation, ...located, condition: use(operation.condition), then: this.block(operation.then), else: this.block(operation.else),
          results: operation.results.map(define),
        }
      case 'for': {
        const [lower, upper] = [use(operation.lower), use(operation.upper)]
        const carried = this.carried(operation.carried)
        const counter = define(operation.counter)
        const body = this.block(operation.body)
        return {
          ...operation, ...located, lower, upper, counter, carried, body,
          results: operation.results.map(define), exitCounter: define(operation.exitCounter),
        }
      }
      case 'while': {
        const carried = this.carried(operation.carried)
        const condition = this.block(operation.condition)
        return { ...operation, ...located, carried, condition, body: this.block(operation.body), results: operation.results.map(define) }
      }
      case 'loop': {
        const trips = use(operation.trips)
        const carried = this.carried(operation.carried)
        const trip = define(operation.trip)
        return { ...operation, ...located, trips, trip, carried, body: this.block(operation.body), results: operation.results.map(define) }
      }
      case 'parfor': {
        const trips = operation.dimensions.map((dimension) => use(dimension.trips))
        const carried = this.carried(operation.carried)
        const dimensions = operation.dimensions.map((dimension, index) => ({
          ...dimension, ...(dimension.location && { location: { ...dimension.location } }), trip: define(dimension.trip), trips: trips[index],
        }))
        const body = this.block(operation.body)
        const builders = operation.builders.map((builder) => this.builder(builder))
        const combines = operation.combines.map((combine) => ({ ...combine }))
        return { ...operation, ...located, dimensions, carried, body, builders, combines, results: operation.results.map(define) }
      }
      case 'single': return { ...operation, body: this.block(operation.body) }
      case 'barrier': return { ...operation }
      case 'rankrange': return { ...operation, total: use(operation.total), start: define(operation.start), count: define(operation.count) }
      default: return assertExhaustive(operation, 'clone')
    }
  }

  private builder(builder: Builder): Builder {
    switch (builder.kind) {
      case 'compact':
        return {
          ...builder, condition: this.use(builder.condition), initial: this.use(builder.initial), count: this.define(builder.count),
          columns: builder.columns.map((column) => ({ array: this.array(column.array), value: this.use(column.value) })),
        }
      case 'group':
        return {
          ...builder, key: this.use(builder.key), keys: this.array(builder.keys), count: this.define(builder.count),
          columns: builder.columns.map((column) => ({ ...column, array: this.array(column.array), value: this.use(column.value) })),
        }
      default: return assertExhaustive(builder, 'clone')
    }
  }
}
