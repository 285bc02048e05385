/**
 * Executes regions of f64, i32 and bool after `normalise`. With a source of random numbers, the trips of every parfor run in a random order, and what
 * they carry is spread over lanes and combined in a random tree: whatever the program may not depend on is different each time.
 */
import type { Block, Carried, Combine, Operation, ParforOperation, Region, Value } from '../../src/ir/types.ts'

export type Scalar = number | boolean
export type Random = () => number

export interface Execution { outputs: Scalar[]; failedGuard?: string }

export function execute(region: Region, arrays: Map<string, Float64Array>, scalars: Scalar[], random?: Random): Execution {
  const executor = new Executor(arrays, random)
  region.scalars.forEach(({ value }, index) => executor.values.set(value, scalars[index]))
  executor.block(region.prologue)
  const failed = region.guards.find(({ condition }) => executor.get(condition) !== true)
  if (failed) return { outputs: [], failedGuard: failed.reason }
  return { outputs: executor.block(region.body) }
}

class Executor {
  readonly values = new Map<Value, Scalar>()
  private readonly arrays: Map<string, Float64Array>
  private readonly random?: Random

  constructor(arrays: Map<string, Float64Array>, random?: Random) {
    this.arrays = arrays
    this.random = random
  }

  get(value: Value): Scalar {
    const found = this.values.get(value)
    if (found === undefined) throw new Error(`%${value.id} has no value`)
    return found
  }

  number(value: Value): number { return Number(this.get(value)) }

  block(block: Block): Scalar[] {
    for (const operation of block.operations) this.operation(operation)
    return block.yields.map((value) => this.get(value))
  }

  private operation(operation: Operation): void {
    const set = (value: Scalar): void => { if ('result' in operation) this.values.set(operation.result, value) }
    switch (operation.kind) {
      case 'const': return set(operation.value as Scalar)
      case 'unary': return set(unary(operation.operator, this.get(operation.operand)))
      case 'binary': return set(binary(operation.operator, operation.result.type, this.get(operation.left), this.get(operation.right)))
      case 'compare': return set(compare(operation.relation, this.get(operation.left), this.get(operation.right)))
      case 'select': return set(this.get(operation.condition) ? this.get(operation.whenTrue) : this.get(operation.whenFalse))
      case 'convert': {
        const number = this.number(operation.operand)
        return set(operation.result.type === 'i32' ? number | 0 : operation.result.type === 'u32' ? number >>> 0 : number)
      }
      case 'length': return set(this.arrays.get(operation.array.name)!.length)
      case 'load': return set(this.arrays.get(operation.array.name)![this.number(operation.index)] ?? NaN)
      case 'store': {
        const array = this.arrays.get(operation.array.name)!
        const index = this.number(operation.index)
        if (Number.isInteger(index) && index >= 0 && index < array.length) array[index] = this.number(operation.value)
        return
      }
      case 'if': {
        const yields = this.block(this.get(operation.condition) ? operation.then : operation.else)
        operation.results.forEach((result, index) => this.values.set(result, yields[index]))
        return
      }
      case 'loop': return this.loop(operation.carried, operation.results, operation.body, this.number(operation.trips), (trip) => this.values.set(operation.trip, trip))
      case 'while': {
        let state = operation.carried.map(({ initial }) => this.get(initial))
        for (;;) {
          operation.carried.forEach(({ parameter }, index) => this.values.set(parameter, state[index]))
          if (!this.block(operation.condition)[0]) break
          state = this.block(operation.body)
        }
        operation.results.forEach((result, index) => this.values.set(result, state[index]))
        return
      }
      case 'parfor': return this.parfor(operation)
      default: throw new Error(`execute: ${operation.kind}`)
    }
  }

  private loop(carried: Carried[], results: Value[], body: Block, trips: number, enter: (trip: number) => void): void {
    let state = carried.map(({ initial }) => this.get(initial))
    for (let trip = 0; trip < trips; trip++) {
      carried.forEach(({ parameter }, index) => this.values.set(parameter, state[index]))
      enter(trip)
      state = this.block(body)
    }
    results.forEach((result, index) => this.values.set(result, state[index]))
  }

  private parfor(parfor: ParforOperation): void {
    const { random } = this
    if (!random) throw new Error('a parfor where none is expected')
    const extents = parfor.dimensions.map(({ trips }) => Math.max(0, this.number(trips)))
    const total = extents.reduce((product, extent) => product * extent, 1)
    const order = Array.from({ length: total }, (_, index) => index)
    const lanes = 1 + Math.floor(random() * 5)
    const laneOf = order.map(() => Math.floor(random() * lanes))
    // Within a lane, trips go up, as in every back end; lanes are interleaved at will.
    const reduces = parfor.carried.length > 0
    order.sort(() => random() - 0.5)
    if (reduces) order.sort((one, other) => laneOf[one] - laneOf[other] || one - other)
    const initials = parfor.carried.map(({ initial }) => this.get(initial))
    const states = Array.from({ length: lanes }, () => parfor.combines.map((combine, index) => identity(combine, parfor.carried[index].parameter.type, initials[index])))
    for (const number of order) {
      let rest = number
      for (const [depth, { trip }] of [...parfor.dimensions.entries()].reverse()) {
        this.values.set(trip, rest % extents[depth])
        rest = Math.floor(rest / extents[depth])
      }
      parfor.carried.forEach(({ parameter }, index) => this.values.set(parameter, states[laneOf[number]][index]))
      states[laneOf[number]] = this.block(parfor.body)
    }
    while (states.length > 1) {
      const [one] = states.splice(Math.floor(random() * states.length), 1)
      const other = states.pop()!
      states.push(combineAll(parfor.combines, one, other))
    }
    const result = combineAll(parfor.combines, initials, states[0])
    parfor.results.forEach((value, index) => this.values.set(value, result[index]))
  }
}

function identity({ kind }: Combine, type: string, initial: Scalar): Scalar {
  switch (kind) {
    case 'sum': return -0
    case 'product': return 1
    case 'min': return Infinity
    case 'max': return -Infinity
    case 'and': return type === 'bool' ? true : -1
    case 'or': case 'xor': return type === 'bool' ? false : 0
    default: return initial
  }
}

function combineAll(combines: Combine[], left: Scalar[], right: Scalar[]): Scalar[] {
  const leaderOf = (index: number): number => {
    const combine = combines[index]
    if (combine.kind === 'companion') return combine.of
    return combine.kind === 'winner' ? combines.findIndex((one) => 'winner' in one && one.winner === index) : index
  }
  return combines.map((combine, index) => {
    const [one, other] = [left[index], right[index]]
    switch (combine.kind) {
      case 'sum': return binary('add', 'f64', one, other)
      case 'product': return binary('mul', 'f64', one, other)
      case 'min': case 'max': return binary(combine.kind, 'f64', one, other)
      case 'and': case 'or': case 'xor': return binary(combine.kind, typeof one === 'boolean' ? 'bool' : 'i32', one, other)
      default: return rightWins(combines[leaderOf(index)], leaderOf(index), left, right) ? other : one
    }
  })
}

function rightWins(combine: Combine, index: number, left: Scalar[], right: Scalar[]): boolean {
  if (!('winner' in combine)) throw new Error(combine.kind)
  const [one, other] = [Number(left[combine.winner]), Number(right[combine.winner])]
  if (other === -1) return false
  if (one === -1) return true
  const earlier = ('tie' in combine ? combine.tie : combine.kind) === 'first'
  const byTrip = earlier ? other < one : other > one
  if (combine.kind === 'first' || combine.kind === 'last') return byTrip
  const better = combine.kind === 'least' ? right[index] < left[index] : right[index] > left[index]
  return better || (right[index] === left[index] && byTrip)
}

function unary(operator: string, operand: Scalar): Scalar {
  if (operator === 'not') return !operand
  const number = Number(operand)
  switch (operator) {
    case 'neg': return -number
    case 'abs': return Math.abs(number)
    case 'floor': return Math.floor(number)
    case 'ceil': return Math.ceil(number)
    case 'trunc': return Math.trunc(number)
    case 'sqrt': return Math.sqrt(number)
    default: throw new Error(operator)
  }
}

function binary(operator: string, type: string, left: Scalar, right: Scalar): Scalar {
  if (type === 'bool') {
    return operator === 'and' ? left && right : operator === 'or' ? left || right : left !== right
  }
  const [a, b] = [Number(left), Number(right)]
  const integer = type === 'i32'
  switch (operator) {
    case 'add': return integer ? (a + b) | 0 : a + b
    case 'sub': return integer ? (a - b) | 0 : a - b
    case 'mul': return integer ? Math.imul(a, b) : a * b
    case 'div': return a / b
    case 'rem': return a % b
    case 'min': return Math.min(a, b)
    case 'max': return Math.max(a, b)
    case 'and': return a & b
    case 'or': return a | b
    case 'xor': return a ^ b
    case 'shl': return a << b
    case 'shr': return a >> b
    default: throw new Error(operator)
  }
}

function compare(relation: string, left: Scalar, right: Scalar): boolean {
  switch (relation) {
    case 'lt': return left < right
    case 'le': return left <= right
    case 'gt': return left > right
    case 'ge': return left >= right
    case 'eq': return left === right
    default: return left !== right
  }
}
