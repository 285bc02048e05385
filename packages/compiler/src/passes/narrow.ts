/**
 * f64 arithmetic becomes i32, u32 or f32 where that provably gives the same value: loads and stores in the type of the elements, subscripts, what goes
 * into bit operations, comparisons and carried values that are integers all the way. One walk in program order; what it leaves unused is dead code.
 */
import { type Access, isAccess } from '../analysis/accesses.ts'
import { definitionsOf } from '../analysis/polynomial.ts'
import { analyseRanges } from '../analysis/ranges.ts'
import { INT32_MAX, INT32_MIN, isInt32, type Range } from '../analysis/ranges/range.ts'
import type { Pass } from '../context.ts'
import { Builder } from '../ir/builder.ts'
import type {
  ArrayParameter, Block, CompareOperation, ConvertOperation, IfOperation, LoadOperation, Operation, Region, ScalarType, StoreOperation, Value,
} from '../ir/types.ts'
import { isInteger, nativeType } from '../ir/vocabulary.ts'
import { builderOperands, forEachRegionOperation, nestedBlocks, operands, results, substitute, substituteOperands } from '../ir/walk.ts'
import { narrowCarried, type Carrying } from './narrow/carried.ts'
import { NarrowContext } from './narrow/context.ts'
import { expandInstructions } from './narrow/instructions.ts'
import { Singles } from './narrow/floats.ts'
import { EXACT_COST, Integers, WRAP_COST } from './narrow/integers.ts'
import { removeDeadCode } from './simplify/dead.ts'

export const narrow: Pass = (region) => {
  expandInstructions(region)
  new Narrower(region).run()
  removeDeadCode(region)
}

class Narrower {
  private readonly region: Region
  private readonly builder: Builder
  private readonly context: NarrowContext
  private readonly integers: Integers
  private readonly singles: Singles
  private readonly replaced = new Map<Value, Value>()
  private readonly replace = (value: Value): Value => this.replaced.get(value) ?? value
  /** Loads whose every use converts to integers. */
  private readonly wrapped: ReadonlySet<Value>
  /** Loads whose every use is a subscript. */
  private readonly indexing: ReadonlySet<Value>

  constructor(region: Region) {
    this.region = region
    this.builder = new Builder(region, region.prologue)
    this.context = new NarrowContext(this.builder, definitionsOf(region), analyseRanges(region))
    this.integers = new Integers(this.context)
    this.singles = new Singles(this.context)
    this.wrapped = loadsUsedAs(region, wrappingUses)
    this.indexing = loadsUsedAs(region, (operation) => isAccess(operation) ? [operation.index] : [])
  }

  run(): void {
    const { region } = this
    // The prologue's values are visible in the body.
    this.operations(region.prologue)
    this.operations(region.body)
    region.body.yields = region.body.yields.map(this.replace)
    for (const guard of region.guards) guard.condition = this.replace(guard.condition)
    if (region.work) region.work = this.replace(region.work)
  }

  /** Rewrites the operations of a block; `first` and `last` may add some at its ends. */
  private operations(block: Block, first?: () => void, last?: () => void): void {
    const outer = this.builder.block
    const { operations } = block
    block.operations = []
    this.builder.block = block
    first?.()
    for (const operation of operations) {
      substituteOperands(operation, this.replace)
      this.operation(operation)
    }
    block.yields = block.yields.map(this.replace)
    last?.()
    this.builder.block = outer
  }

  private scoped(block: Block, first?: () => void, last?: () => void): void {
    this.integers.forms.scoped(() => this.singles.forms.scoped(() => this.operations(block, first, last)))
  }

  private append(operation: Operation): void {
    this.builder.append(operation)
    for (const value of results(operation)) this.context.definitions.set(value, operation)
  }

  /** Defines an f64 value of the original as what another type holds. */
  private define(result: Value, from: Value): void {
    this.append({ kind: 'convert', mode: 'value', result, operand: from })
  }

  private operation(operation: Operation): void {
    switch (operation.kind) {
      case 'load': return this.load(operation)
      case 'store': return this.store(operation)
      case 'histogram': this.index(operation); return this.append(operation)
      case 'convert': return this.convert(operation)
      case 'compare': return this.compare(operation)
      case 'binary':
        if (operation.operator === 'rem' && operation.left.type === 'f64') return this.remainder(operation)
        return this.append(operation)
      case 'if': return this.branches(operation)
      case 'loop': case 'while': case 'parfor': return this.carrying(operation)
      case 'single': this.scoped(operation.body); return this.append(operation)
      default: return this.append(operation)
    }
  }

  /** A subscript that is proved to be an integer, or guarded to be in range, is one in i32. */
  private index(access: Access): void {
    if (access.index.type === 'i32') return
    const form = this.indexing.has(access.index) ? this.integers.forms.get(access.index) : undefined
    const isProved = isInt32(this.context.range(access.index))
    if (form) access.index = form
    else if (isProved && this.integers.cost(access.index) <= EXACT_COST) access.index = this.integers.form(access.index)
    else if (access.bounds === 'guarded' || isInt32(this.context.indexRange(access))) access.index = this.builder.convert('exact', 'i32', access.index)
  }

  private load(operation: LoadOperation): void {
    this.index(operation)
    const { result, array, bounds } = operation
    const native = nativeType(array.element)
    // Out of range, a native integer reads as 0, and an f32 as NaN: the first only suits those to whom NaN is 0 as well.
    const isSubscript = this.indexing.has(result) && operation.index.type === 'i32'
    const suits = native === 'f32' || (isInteger(native) && (bounds === 'guarded' || this.wrapped.has(result) || isSubscript))
    if (result.type !== 'f64' || array.element === 'num' || !suits) return this.append(operation)
    const loaded = this.builder.value(native, result.name)
    this.append({ ...operation, result: loaded })
    if (bounds !== 'guarded' && native !== 'f32') {
      const integer = native === 'i32' ? loaded : this.builder.convert('wrap', 'i32', loaded)
      this.integers.forms.set(result, isSubscript ? this.orOutside(operation, integer) : integer)
    }
    this.define(result, loaded)
  }

  /** NaN names no element, and neither does −1. Lengths are below 2^31, so that u32 elements past it name none either. */
  private orOutside({ array, index }: LoadOperation, loaded: Value): Value {
    const { builder } = this
    const isInside = builder.compare('lt', builder.convert('wrap', 'u32', index), builder.convert('wrap', 'u32', builder.length(array)))
    return builder.select(isInside, loaded, builder.i32(-1))
  }

  private store(operation: StoreOperation): void {
    this.index(operation)
    const { value, array } = operation
    if (value.type === 'f64' && array.element !== 'num') operation.value = this.stored(value, array.element === 'u8c', nativeType(array.element))
    this.append(operation)
  }

  private column(column: { array: ArrayParameter; value: Value }): void {
    const { array } = column
    const value = this.replace(column.value)
    if (value.type === 'f64' && array.element !== 'num') column.value = this.stored(value, array.element === 'u8c', nativeType(array.element))
  }

  private stored(value: Value, clamps: boolean, native: ScalarType): Value {
    if (native === 'f32') return this.singles.rounded(value) ?? value
    if (native !== 'i32' && native !== 'u32') return value
    const range = this.context.range(value)
    // Clamping needs the number itself, not the number modulo 2^32.
    if (clamps) return isInt32(range) && this.integers.cost(value) <= EXACT_COST ? this.integers.form(value) : value
    if (this.integers.cost(value) > WRAP_COST) return truncates(range) ? this.truncated(value, native) : value
    const form = this.integers.form(value)
    return native === 'u32' ? this.builder.convert('wrap', 'u32', form) : form
  }

  /** ToInt32 of a number that is in range but for its fraction. */
  private truncated(value: Value, to: ScalarType): Value {
    const whole = this.context.range(value).integer ? value : this.builder.unary('trunc', value)
    const integer = this.builder.convert('exact', 'i32', whole)
    return to === 'u32' ? this.builder.convert('wrap', 'u32', integer) : integer
  }

  private convert(operation: ConvertOperation): void {
    const { operand, result, mode } = operation
    if (operand.type !== 'f64') return this.append(operation)
    if (result.type === 'f32') {
      const rounded = this.singles.rounded(operand)
      return rounded ? void this.replaced.set(result, rounded) : this.append(operation)
    }
    if (result.type !== 'i32' && result.type !== 'u32') return this.append(operation)
    const range = this.context.range(operand)
    const limit = mode === 'wrap' && !isInt32(range) ? WRAP_COST : EXACT_COST
    if (this.integers.forms.get(operand) || this.integers.cost(operand) <= limit) {
      const form = this.integers.form(operand)
      this.replaced.set(result, result.type === 'u32' ? this.builder.convert('wrap', 'u32', form) : form)
    } else if (mode === 'wrap' && truncates(range)) this.replaced.set(result, this.truncated(operand, result.type))
    else this.append(operation)
  }

  private compare(operation: CompareOperation): void {
    const sides = [operation.left, operation.right]
    if (operation.left.type === 'f64') {
      const constants = sides.filter((side) => this.context.constant(side) !== undefined).length
      if (constants < 2 && sides.every((side) => isInt32(this.context.range(side)) && this.integers.cost(side) === 0)) {
        operation.left = this.integers.form(sides[0])
        operation.right = this.integers.form(sides[1])
      } else if (constants < 2 && sides.every((side) => this.singles.isSingle(side)) && sides.some((side) => this.isFromSingle(side))) {
        operation.left = this.singles.form(sides[0])
        operation.right = this.singles.form(sides[1])
      }
    }
    this.append(operation)
  }

  private isFromSingle(value: Value): boolean {
    const definition = this.context.definitions.get(value)
    return this.singles.forms.get(value) !== undefined || (definition?.kind === 'convert' && definition.operand.type === 'f32')
  }

  /** Remainders of doubles are long; −0 comes only from negative dividends. */
  private remainder(operation: Operation & { kind: 'binary' }): void {
    const range = this.context.range(operation.left)
    const isClean = range.lo >= 0 && !range.mayBeNegativeZero
    this.context.definitions.set(operation.result, operation)
    if (!isClean || !this.integers.chain(operation.result) || this.integers.cost(operation.left) + this.integers.cost(operation.right) > 2 * EXACT_COST) {
      return this.append(operation)
    }
    const divisor = this.context.constant(operation.right)
    const dividend = this.integers.form(operation.left)
    const isPower = divisor !== undefined && Number.isInteger(Math.log2(divisor))
    const integer = isPower ? this.builder.and(dividend, this.builder.i32(divisor - 1)) : this.builder.binary('rem', dividend, this.integers.form(operation.right))
    this.define(operation.result, integer)
  }

  private branches(operation: IfOperation): void {
    const candidates: Candidate[][] = []
    for (const block of [operation.then, operation.else]) this.scoped(block, undefined, () => { candidates.push(block.yields.map((value) => this.candidate(value))) })
    const before = [...operation.results]
    const types = new Map<number, 'i32' | 'f32'>()
    for (const index of before.keys()) {
      const [then, otherwise] = candidates.map((branch) => branch[index])
      for (const type of ['i32', 'f32'] as const) if (!types.has(index) && then[type] && otherwise[type] && !(then.constant && otherwise.constant)) types.set(index, type)
    }
    for (const [index, type] of types) {
      operation.results[index] = this.builder.value(type, before[index].name)
      for (const block of [operation.then, operation.else]) this.atEnd(block, () => { block.yields[index] = this.formAs(type, block.yields[index]) })
    }
    this.append(operation)
    for (const index of types.keys()) this.define(before[index], operation.results[index])
  }

  private candidate(value: Value): Candidate {
    if (value.type !== 'f64') return { i32: false, f32: false, constant: false }
    const constant = this.context.constant(value) !== undefined
    const range = this.context.range(value)
    return {
      i32: isInt32(range) && !range.mayBeNegativeZero && this.integers.cost(value) === 0,
      f32: constant ? this.singles.isSingle(value) : this.isFromSingle(value),
      constant,
    }
  }

  private formAs(type: 'i32' | 'f32', value: Value): Value {
    return type === 'i32' ? this.integers.form(value) : this.singles.form(value)
  }

  private atEnd(block: Block, run: () => void): void {
    const outer = this.builder.block
    this.builder.block = block
    this.integers.forms.scoped(() => this.singles.forms.scoped(run))
    this.builder.block = outer
  }

  private carrying(operation: Carrying): void {
    const types = narrowCarried(operation, this.context, this.integers, this.singles)
    const before = operation.results.slice()
    const parameters = operation.carried.map((one) => one.parameter)
    for (const [index, type] of types) {
      const one = operation.carried[index]
      one.initial = type === 'i32' ? this.initial(one.initial) : this.singles.form(one.initial)
      one.parameter = this.builder.value(type, one.parameter.name)
      operation.results[index] = this.builder.value(type, before[index].name)
    }
    if (operation.kind === 'while') this.condition(operation.condition, types, parameters, operation.carried.map((one) => one.parameter))
    this.scoped(
      operation.body,
      () => this.parameters(types, parameters, operation.carried.map((one) => one.parameter)),
      () => {
        for (const [index, type] of types) operation.body.yields[index] = this.formAs(type, operation.body.yields[index])
        if (operation.kind === 'parfor') for (const builder of operation.builders) if (builder.kind === 'compact') builder.columns.forEach((column) => this.column(column))
      },
    )
    if (operation.kind === 'parfor') substituteOperands(operation, this.replace)
    this.append(operation)
    for (const index of types.keys()) this.define(before[index], operation.results[index])
  }

  private initial(value: Value): Value {
    return this.integers.cost(value) < Infinity ? this.integers.form(value) : this.builder.convert('exact', 'i32', value)
  }

  /** The parameters of the original, from those of the new types. */
  private parameters(types: ReadonlyMap<number, 'i32' | 'f32'>, before: Value[], now: Value[]): void {
    for (const [index, type] of types) {
      this.define(before[index], now[index])
      const forms = type === 'i32' ? this.integers.forms : this.singles.forms
      forms.set(before[index], now[index])
    }
  }

  /** The condition of a `while` sees the parameters too, but a value is defined only once. */
  private condition(block: Block, types: ReadonlyMap<number, 'i32' | 'f32'>, before: Value[], now: Value[]): void {
    const copies = new Map<Value, Value>()
    for (const index of types.keys()) {
      const copy = this.builder.value('f64', before[index].name)
      copies.set(before[index], copy)
      this.context.copyOf(copy, before[index])
    }
    substitute(block, (value) => copies.get(value) ?? value)
    this.scoped(block, () => this.parameters(types, before.map((value) => copies.get(value) ?? value), now))
  }
}

/** Types in which a branch has its result at no cost. */
interface Candidate { i32: boolean; f32: boolean; constant: boolean }

/** Truncated, it is an i32. */
function truncates(range: Range): boolean {
  return !range.mayBeNaN && range.lo > INT32_MIN - 1 && range.hi < INT32_MAX + 1
}

function wrappingUses(operation: Operation): Value[] {
  if (operation.kind === 'convert') return operation.mode === 'wrap' ? [operation.operand] : []
  if (operation.kind !== 'store' || operation.array.element === 'u8c' || operation.value === operation.index) return []
  return isInteger(nativeType(operation.array.element)) ? [operation.value] : []
}

function loadsUsedAs(region: Region, suiting: (operation: Operation) => Value[]): Set<Value> {
  const loads = new Set<Value>()
  const others = new Set<Value>(region.body.yields)
  forEachRegionOperation(region, (operation) => {
    if (operation.kind === 'load') loads.add(operation.result)
    const suits = suiting(operation)
    for (const value of [...operands(operation), ...builderOperands(operation)]) if (!suits.includes(value)) others.add(value)
    // A store of the subscript itself uses it as a value too.
    if ((operation.kind === 'store' || operation.kind === 'histogram') && operation.value === operation.index) others.add(operation.value)
    for (const block of nestedBlocks(operation)) for (const value of block.yields) others.add(value)
  })
  return new Set([...loads].filter((value) => !others.has(value)))
}
