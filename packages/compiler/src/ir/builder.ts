/** Makes operations and appends them to the current block. Lowering, the passes and the vector math kernels all write IR through this. */
import type {
  ArrayParameter, BinaryOperator, Block, Bounds, BranchHint, CallOperation, Carried, ConvertMode, LoadOperation, MathFunction, Operation, Region, Relation,
  ScalarType, SourceLocation, UnaryOperator, Value,
} from './types.ts'

export class Builder {
  readonly region: Region
  block: Block

  constructor(region: Region, block: Block) {
    this.region = region
    this.block = block
  }

  value(type: ScalarType, name?: string): Value {
    const id = this.region.nextValue++
    return name === undefined ? { id, type } : { id, type, name }
  }

  append<O extends Operation>(operation: O): O {
    this.block.operations.push(operation)
    return operation
  }

  constant(type: ScalarType, value: number | bigint | boolean): Value {
    return this.append({ kind: 'const', result: this.value(type), value }).result
  }

  f64(value: number): Value { return this.constant('f64', value) }
  i32(value: number): Value { return this.constant('i32', value) }
  bool(value: boolean): Value { return this.constant('bool', value) }

  unary(operator: UnaryOperator, operand: Value): Value {
    const type = operator === 'clz' ? 'i32' : operator === 'odd' ? 'bool' : operand.type
    return this.append({ kind: 'unary', operator, result: this.value(type), operand }).result
  }

  binary(operator: BinaryOperator, left: Value, right: Value): Value {
    return this.append({ kind: 'binary', operator, result: this.value(left.type), left, right }).result
  }

  add(left: Value, right: Value): Value { return this.binary('add', left, right) }
  sub(left: Value, right: Value): Value { return this.binary('sub', left, right) }
  mul(left: Value, right: Value): Value { return this.binary('mul', left, right) }
  div(left: Value, right: Value): Value { return this.binary('div', left, right) }
  and(left: Value, right: Value): Value { return this.binary('and', left, right) }
  or(left: Value, right: Value): Value { return this.binary('or', left, right) }
  not(operand: Value): Value { return this.unary('not', operand) }

  compare(relation: Relation, left: Value, right: Value): Value {
    return this.append({ kind: 'compare', relation, result: this.value('bool'), left, right }).result
  }

  select(condition: Value, whenTrue: Value, whenFalse: Value): Value {
    return this.append({ kind: 'select', result: this.value(whenTrue.type), condition, whenTrue, whenFalse }).result
  }

  convert(mode: ConvertMode, type: ScalarType, operand: Value): Value {
    return this.append({ kind: 'convert', mode, result: this.value(type), operand }).result
  }

  call(callee: MathFunction, args: Value[], location?: SourceLocation): Value {
    const operation: CallOperation = { kind: 'call', callee, result: this.value('f64'), arguments: args }
    if (location) operation.location = location
    return this.append(operation).result
  }

  length(array: ArrayParameter): Value {
    return this.append({ kind: 'length', result: this.value('i32'), array }).result
  }

  load(array: ArrayParameter, index: Value, type: ScalarType = 'f64', bounds: Bounds = 'checked', location?: SourceLocation): Value {
    const operation: LoadOperation = { kind: 'load', result: this.value(type), array, index, bounds }
    if (location) operation.location = location
    return this.append(operation).result
  }

  store(array: ArrayParameter, index: Value, value: Value, bounds: Bounds = 'checked', location?: SourceLocation): void {
    this.append(location ? { kind: 'store', array, index, value, bounds, location } : { kind: 'store', array, index, value, bounds })
  }

  /** Runs `body` with a new current block and returns that block, with the yields that `body` returned. */
  nested(body: () => Value[]): Block {
    const outer = this.block
    const block: Block = { operations: [], yields: [] }
    this.block = block
    try {
      block.yields = body()
    } finally {
      this.block = outer
    }
    return block
  }

  /** An `if` whose branches yield values of the same types. */
  if(condition: Value, whenTrue: () => Value[], whenFalse: () => Value[], hint?: BranchHint): Value[] {
    const then = this.nested(whenTrue)
    const otherwise = this.nested(whenFalse)
    const results = then.yields.map((value) => this.value(value.type, value.name))
    this.append({ kind: 'if', results, condition, then, else: otherwise, ...(hint && { hint }) })
    return results
  }

  /** A `while` over carried values. `condition` and `body` receive the carried parameters. */
  while(initials: Value[], condition: (parameters: Value[]) => Value, body: (parameters: Value[]) => Value[], id = -1): Value[] {
    const carried: Carried[] = initials.map((initial) => ({ parameter: this.value(initial.type, initial.name), initial }))
    const parameters = carried.map((one) => one.parameter)
    const conditionBlock = this.nested(() => [condition(parameters)])
    const bodyBlock = this.nested(() => body(parameters))
    const results = initials.map((initial) => this.value(initial.type, initial.name))
    this.append({ kind: 'while', id, results, carried, condition: conditionBlock, body: bodyBlock })
    return results
  }
}

export function emptyRegion(name: string): Region {
  return {
    name, arrays: [], scalars: [], prologue: { operations: [], yields: [] }, guards: [], aliases: [],
    body: { operations: [], yields: [] }, outputs: [], nextValue: 0,
  }
}
