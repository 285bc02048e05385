/**
 * Carried values that every path of the body only adds to (multiplies, …): each value computed from the parameter is the parameter ⊕ something
 * that does not depend on it. One kind of ⊕ per loop and on all paths: `+=` here and `*=` there is none (numba 7630).
 */
import type { Block, LoopOperation, Operation, ParforOperation, Value } from '../../ir/types.ts'
import { forEachOperation, nestedBlocks, operands } from '../../ir/walk.ts'
import type { Definitions } from '../polynomial.ts'
import { dependentsOf } from './dependents.ts'

export type ArithmeticKind = 'sum' | 'product' | 'min' | 'max' | 'and' | 'or' | 'xor'
export type Counted = LoopOperation | ParforOperation

const kinds: readonly ArithmeticKind[] = ['sum', 'product', 'min', 'max', 'and', 'or', 'xor']
const operators: Readonly<Record<ArithmeticKind, string>> = { sum: 'add', product: 'mul', min: 'min', max: 'max', and: 'and', or: 'or', xor: 'xor' }

export function arithmeticKind(loop: Counted, position: number, definitions: Definitions): ArithmeticKind | undefined {
  const { parameter } = loop.carried[position]
  const states = dependentsOf(loop.body, [parameter])
  const isState = (value: Value): boolean => states.has(value)
  if (!loop.body.yields.every((value, index) => isState(value) === (index === position))) return undefined
  return kinds.find((kind) => new Chain(kind, isState, definitions).block(loop.body))
}

class Chain {
  private readonly kind: ArithmeticKind
  private readonly isState: (value: Value) => boolean
  private readonly definitions: Definitions

  constructor(kind: ArithmeticKind, isState: (value: Value) => boolean, definitions: Definitions) {
    this.kind = kind
    this.isState = isState
    this.definitions = definitions
  }

  /** Whether everything in the block that touches the state updates it by ⊕, or hands it on. */
  block(block: Block): boolean {
    return block.operations.every((operation) => this.operation(operation))
  }

  private operation(operation: Operation): boolean {
    switch (operation.kind) {
      case 'if': return this.branch(operation)
      case 'loop': case 'while': case 'parfor': return this.loop(operation)
      default:
    }
    if (!operands(operation).some(this.isState)) return nestedBlocks(operation).every((block) => this.block(block))
    switch (operation.kind) {
      case 'binary': {
        const [left, right] = [this.isState(operation.left), this.isState(operation.right)]
        if (operation.operator === operators[this.kind]) return left !== right && this.isRightType(operation.result)
        return this.kind === 'sum' && operation.operator === 'sub' && left && !right && this.isRightType(operation.result)
      }
      case 'unary': return this.kind === 'product' && operation.operator === 'neg'
      case 'select': {
        if (this.isState(operation.condition)) return false
        return this.alternatives(operation.whenTrue, operation.whenFalse)
      }
      case 'convert': return this.isBitwise && isBitConversion(operation.operand, operation.result)
      default: return false
    }
  }

  private get isBitwise(): boolean { return this.kind === 'and' || this.kind === 'or' || this.kind === 'xor' }

  private isRightType({ type }: Value): boolean {
    return this.isBitwise ? type === 'bool' || type === 'i32' || type === 'u32' : type !== 'bool'
  }

  /** Both go on from the state; or one of them settles it, which `flag = c ? true : flag` is another way of writing. */
  private alternatives(one: Value, other: Value): boolean {
    if (this.isState(one) && this.isState(other)) return true
    return this.settles(this.isState(one) ? other : one)
  }

  /** x ⊕ value is the value, for every x. */
  private settles(value: Value): boolean {
    const definition = this.definitions.get(value)
    if (value.type !== 'bool' || definition?.kind !== 'const') return false
    return (this.kind === 'or' && definition.value === true) || (this.kind === 'and' && definition.value === false)
  }

  private branch(operation: Extract<Operation, { kind: 'if' }>): boolean {
    const { condition, then, else: otherwise, results } = operation
    if (this.isState(condition)) return this.shortCircuit(operation)
    if (!this.block(then) || !this.block(otherwise)) return false
    return results.every((result, index) => !this.isState(result) || this.alternatives(then.yields[index], otherwise.yields[index]))
  }

  /** `flag || c` and `flag && c`: the flag chooses, and the side that it skips only computes. */
  private shortCircuit({ condition, then, else: otherwise, results }: Extract<Operation, { kind: 'if' }>): boolean {
    if (condition.type !== 'bool' || (this.kind !== 'or' && this.kind !== 'and') || results.length !== 1) return false
    const [kept, computed] = this.kind === 'or' ? [then, otherwise] : [otherwise, then]
    if (kept.operations.length > 0 || (kept.yields[0] !== condition && !this.settles(kept.yields[0]))) return false
    let pure = true
    forEachOperation(computed, (inner) => {
      if (inner.kind === 'store' || inner.kind === 'histogram' || operands(inner).some(this.isState)) pure = false
    })
    return pure && !this.isState(computed.yields[0])
  }

  private loop(operation: Extract<Operation, { kind: 'loop' | 'while' | 'parfor' }>): boolean {
    if (!nestedBlocks(operation).every((block) => this.block(block))) return false
    const decides = operation.kind === 'while' ? operation.condition.yields
      : operation.kind === 'loop' ? [operation.trips] : operation.dimensions.map((dimension) => dimension.trips)
    if (decides.some(this.isState)) return false
    return operation.carried.every(({ parameter, initial }, index) => {
      const all = [initial, parameter, operation.body.yields[index]].map(this.isState)
      return all.every((one) => one === all[0])
    })
  }
}

/** Between f64 and its int32 bits, and between the two readings of the bits. */
function isBitConversion(from: Value, to: Value): boolean {
  const types = new Set([from.type, to.type])
  return !types.has('bool') && !types.has('f32') && !types.has('i64') && !types.has('u64')
}
