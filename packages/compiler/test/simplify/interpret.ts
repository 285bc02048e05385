/** Executes a region as its types.ts says, one trip after the other: the meaning that simplify must keep. Written independently of `fold.ts`. */
import type { ArrayParameter, Block, Carried, Operation, Region, ScalarType, Value } from '../../src/ir/types.ts'
import { assertExhaustive } from '../../src/ir/walk.ts'

export type Scalar = number | bigint | boolean
export type Memory = Map<string, Float64Array | Float32Array | Int32Array | Uint32Array | Uint8Array | Uint8ClampedArray | BigInt64Array>

/** Random regions may loop for ever: no loop makes more than `limit` trips. `observe` sees each value whenever it is computed. */
export function interpret(region: Region, memory: Memory, scalars: Scalar[], limit = 1000, observe?: (value: Value, is: Scalar) => void): Scalar[] {
  return new Interpreter(memory, limit, observe).region(region, scalars)
}

class ObservedMap extends Map<Value, Scalar> {
  observe?: (value: Value, is: Scalar) => void

  override set(value: Value, is: Scalar): this {
    this.observe?.(value, is)
    return super.set(value, is)
  }
}

class Interpreter {
  private readonly memory: Memory
  private readonly values = new ObservedMap()

  private readonly limit: number

  constructor(memory: Memory, limit: number, observe?: (value: Value, is: Scalar) => void) {
    this.memory = memory
    this.limit = limit
    this.values.observe = observe
  }

  region(region: Region, scalars: Scalar[]): Scalar[] {
    region.scalars.forEach((scalar, index) => this.values.set(scalar.value, scalars[index]))
    this.block(region.prologue)
    return this.block(region.body)
  }

  private get(value: Value): Scalar {
    if (!this.values.has(value)) throw new Error(`%${value.id} has no value`)
    return this.values.get(value)!
  }

  private block(block: Block): Scalar[] {
    for (const operation of block.operations) this.operation(operation)
    return block.yields.map((value) => this.get(value))
  }

  private array(array: ArrayParameter): NonNullable<ReturnType<Memory['get']>> {
    return this.memory.get(array.name)!
  }

  private trips(count: number, carried: Carried[], results: Value[], body: () => Scalar[], more: (done: number) => boolean): void {
    let state = carried.map((one) => this.get(one.initial))
    for (let trip = 0; ; trip++) {
      carried.forEach((one, index) => this.values.set(one.parameter, state[index]))
      if (trip >= count || !more(trip)) break
      state = body()
    }
    results.forEach((value, index) => this.values.set(value, state[index]))
  }

  private operation(operation: Operation): void {
    const set = (value: Scalar): void => { if ('result' in operation) this.values.set(operation.result, value) }
    switch (operation.kind) {
      case 'const': return set(operation.value)
      case 'unary': return set(unary(operation.operator, operation.operand.type, this.get(operation.operand)))
      case 'binary': return set(binary(operation.operator, operation.left.type, this.get(operation.left), this.get(operation.right)))
      case 'compare': {
        const [left, right] = [this.get(operation.left), this.get(operation.right)]
        const table = { lt: left < right, le: left <= right, gt: left > right, ge: left >= right, eq: left === right, ne: left !== right }
        return set(table[operation.relation])
      }
      case 'select': return set(this.get(this.get(operation.condition) ? operation.whenTrue : operation.whenFalse))
      case 'convert': return set(convert(operation.mode, operation.result.type, this.get(operation.operand)))
      case 'call': return set((Math[operation.callee] as (...values: number[]) => number)(...operation.arguments.map((value) => Number(this.get(value)))))
      case 'length': return set(this.array(operation.array).length)
      case 'load': {
        const array = this.array(operation.array)
        const index = Number(this.get(operation.index)) + 0
        const element = array[index]
        if (element === undefined) {
          if (operation.bounds === 'guarded') throw new Error(`guarded load of ${operation.array.name}[${index}]`)
          // As on every back end: undefined, converted to the type.
          return set(operation.result.type === 'f64' || operation.result.type === 'f32' ? NaN : 0)
        }
        return set(element)
      }
      case 'store': {
        const array = this.array(operation.array)
        const index = Number(this.get(operation.index)) + 0
        if (!(index in array)) {
          if (operation.bounds === 'guarded') throw new Error(`guarded store of ${operation.array.name}[${index}]`)
          return
        }
        array[index] = this.get(operation.value) as never
        return
      }
      case 'if': {
        const yields = this.block(this.get(operation.condition) ? operation.then : operation.else)
        operation.results.forEach((value, index) => this.values.set(value, yields[index]))
        return
      }
      case 'while':
        return this.trips(this.limit, operation.carried, operation.results, () => this.block(operation.body), () => this.block(operation.condition)[0] as boolean)
      case 'loop':
        return this.trips(Number(this.get(operation.trips)), operation.carried, operation.results, () => this.block(operation.body), (trip) => {
          this.values.set(operation.trip, trip)
          return true
        })
      case 'for': {
        let counter = Number(this.get(operation.lower))
        const upper = Number(this.get(operation.upper))
        const holds = (): boolean =>
          ({ lt: counter < upper, le: counter <= upper, gt: counter > upper, ge: counter >= upper, ne: counter !== upper })[operation.relation]
        this.trips(this.limit, operation.carried, operation.results, () => {
          const yields = this.block(operation.body)
          counter += operation.step
          return yields
        }, () => {
          this.values.set(operation.counter, counter)
          return holds()
        })
        this.values.set(operation.exitCounter, counter)
        return
      }
      case 'parfor': {
        if (operation.dimensions.length !== 1 || operation.builders.length > 0) throw new Error('only simple parfors')
        const [{ trip, trips }] = operation.dimensions
        return this.trips(Number(this.get(trips)), operation.carried, operation.results, () => this.block(operation.body), (number) => {
          this.values.set(trip, number)
          return true
        })
      }
      case 'single': this.block(operation.body); return
      case 'histogram': throw new Error('no generator makes histograms')
      case 'barrier': return
      case 'allreduce': case 'rankrange': throw new Error(operation.kind)
      default: assertExhaustive(operation, 'interpret')
    }
  }
}

function fit(type: ScalarType, value: Scalar): Scalar {
  if (type === 'i32') return Number(BigInt.asIntN(32, BigInt(value as number)))
  if (type === 'u32') return Number(BigInt.asUintN(32, BigInt(value as number)))
  if (type === 'i64') return BigInt.asIntN(64, value as bigint)
  if (type === 'u64') return BigInt.asUintN(64, value as bigint)
  return type === 'f32' ? Math.fround(value as number) : value
}

function unary(operator: string, type: ScalarType, operand: Scalar): Scalar {
  if (operator === 'not') return !operand
  if (typeof operand === 'bigint') return fit(type, operator === 'neg' ? -operand : operand < 0n ? -operand : operand)
  const number = operand as number
  switch (operator) {
    case 'neg': return type === 'f64' || type === 'f32' ? -number : fit(type, 0 - number)
    case 'clz': return Math.clz32(number)
    case 'nearest': {
      const near = Math.round(number)
      return Math.abs(number % 1) === 0.5 && near % 2 !== 0 ? near - 1 : near
    }
    default: return fit(type, (Math[operator as 'abs' | 'sqrt' | 'floor'])(number))
  }
}

function binary(operator: string, type: ScalarType, left: Scalar, right: Scalar): Scalar {
  if (typeof left === 'boolean') return operator === 'and' ? left && right : operator === 'or' ? left || right : left !== right
  const integer = type !== 'f64' && type !== 'f32'
  if (integer) {
    const [a, b] = [BigInt(left), BigInt(right as number | bigint)]
    const width = type === 'i64' || type === 'u64' ? 64n : 32n
    const count = BigInt.asUintN(width === 64n ? 6 : 5, b)
    if ((operator === 'div' || operator === 'rem') && (b === 0n || (b === -1n && a === -(1n << (width - 1n)) && type.startsWith('i')))) throw new Error('trap')
    const exact: Record<string, () => bigint> = {
      add: () => a + b, sub: () => a - b, mul: () => a * b, div: () => a / b, rem: () => a % b, min: () => a < b ? a : b, max: () => a > b ? a : b,
      and: () => a & b, or: () => a | b, xor: () => a ^ b, shl: () => a << count, shr: () => a >> count,
    }
    const result = exact[operator]()
    return width === 64n ? fit(type, result) : Number(type === 'i32' ? BigInt.asIntN(32, result) : BigInt.asUintN(32, result))
  }
  const [a, b] = [left as number, right as number]
  const table: Record<string, () => number> = {
    add: () => a + b, sub: () => a - b, mul: () => a * b, div: () => a / b, rem: () => a % b, min: () => Math.min(a, b), max: () => Math.max(a, b),
    copysign: () => b < 0 || Object.is(b, -0) ? -Math.abs(a) : Math.abs(a),
  }
  return fit(type, table[operator]())
}

function convert(mode: string, to: ScalarType, operand: Scalar): Scalar {
  const wide = to === 'i64' || to === 'u64'
  if (wide) return fit(to, BigInt(operand))
  if (to === 'f64' || to === 'f32') return fit(to, Number(operand))
  if (mode === 'exact' && !Number.isInteger(operand)) return 12345
  if (typeof operand === 'bigint') return fit(to, Number(BigInt.asUintN(32, operand)))
  return to === 'i32' ? Number(operand) | 0 : Number(operand) >>> 0
}
