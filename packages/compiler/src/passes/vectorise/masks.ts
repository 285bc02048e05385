/** Divergent control flow becomes masks (ISPC's scheme): both arms of an `if` run, a `while` goes round until no lane wants to. */
import type { Affine, SpmdBlock, SpmdMaskedWhile, SpmdOperation } from '../../ir/spmd.ts'
import type { Block, Carried, IfOperation, LoopOperation, Operation, Region, ScalarType, Value, WhileOperation } from '../../ir/types.ts'
import { assertExhaustive, forEachOperation } from '../../ir/walk.ts'
import { accessOf } from './affine.ts'
import { needsSafeDivisor, type Shapes } from './shapes.ts'

/** Operations from which on an arm is worth a test whether any lane runs it. */
const SKIP_THRESHOLD = 6

function weight(block: Block): number {
  let count = 0
  forEachOperation(block, ({ kind }) => { if (kind !== 'const') count++ })
  return count
}

export class Masker {
  private readonly region: Region
  private readonly shapes: Shapes
  private readonly affine: ReadonlyMap<Value, Affine>
  private readonly constants: ReadonlyMap<Value, number | bigint | boolean>
  private out: SpmdOperation[] = []

  constructor(region: Region, shapes: Shapes, affine: ReadonlyMap<Value, Affine>, constants: ReadonlyMap<Value, number | bigint | boolean>) {
    this.region = region
    this.shapes = shapes
    this.affine = affine
    this.constants = constants
  }

  block(block: Block, mask?: Value): SpmdBlock {
    const operations = this.collect(() => this.operations(block, mask))
    return { operations, yields: block.yields }
  }

  private collect(fill: () => void): SpmdOperation[] {
    const outer = this.out
    this.out = []
    fill()
    const inner = this.out
    this.out = outer
    return inner
  }

  private operations(block: Block, mask: Value | undefined): void {
    for (const operation of block.operations) this.operation(operation, mask)
  }

  private varying(type: ScalarType): Value {
    const value: Value = { id: this.region.nextValue++, type }
    this.shapes.varying.add(value)
    return value
  }

  private constant(type: ScalarType, number: number): Value {
    const result: Value = { id: this.region.nextValue++, type }
    this.out.push({ kind: 'const', result, value: type === 'i64' || type === 'u64' ? BigInt(number) : number })
    return result
  }

  private and(mask: Value | undefined, condition: Value): Value {
    if (!mask) return condition
    const result = this.varying('bool')
    this.out.push({ kind: 'binary', operator: 'and', result, left: mask, right: condition })
    return result
  }

  private operation(operation: Operation, mask: Value | undefined): void {
    switch (operation.kind) {
      case 'const': case 'unary': case 'compare': case 'select': case 'convert': case 'length':
        this.out.push(operation)
        return
      case 'binary':
        if (mask && needsSafeDivisor(operation, this.constants)) {
          const right = this.varying(operation.right.type)
          const one = this.constant(operation.right.type, 1)
          this.out.push({ kind: 'select', result: right, condition: mask, whenTrue: operation.right, whenFalse: one })
          this.out.push({ ...operation, right })
        } else this.out.push(operation)
        return
      case 'load':
        this.out.push({ kind: 'access', load: operation, access: accessOf(operation.index, this.shapes.varying, this.affine), mask })
        return
      case 'store':
        this.out.push({ kind: 'access', store: operation, access: accessOf(operation.index, this.shapes.varying, this.affine), mask })
        return
      case 'histogram':
        this.out.push({ kind: 'access', histogram: operation, mask })
        return
      case 'if': return this.if(operation, mask)
      case 'loop':
        if (this.shapes.divergent.has(operation)) return this.maskedLoop(operation, mask)
        return this.skippable(mask, () => {
          this.out.push({ ...operation, body: this.block(operation.body, mask) })
        })
      case 'while':
        if (this.shapes.divergent.has(operation)) return this.maskedWhile(operation, mask)
        return this.skippable(mask, () => {
          this.out.push({ ...operation, condition: this.block(operation.condition, mask), body: this.block(operation.body, mask) })
        })
      case 'parfor': case 'single': case 'barrier': case 'allreduce': case 'rankrange': case 'for': case 'call':
        throw new Error(`vectorise: unexpected ${operation.kind} inside a parallel loop`)
      default: assertExhaustive(operation, 'masks')
    }
  }

  /** A loop that goes by uniform values must not be entered when the program would not: it might never end. */
  private skippable(mask: Value | undefined, fill: () => void): void {
    if (!mask) return fill()
    this.out.push({ kind: 'when', mask, results: [], body: { operations: this.collect(fill), yields: [] }, otherwise: { operations: [], yields: [] } })
  }

  private if(operation: IfOperation, mask: Value | undefined): void {
    const { condition } = operation
    if (!this.shapes.divergent.has(operation)) {
      this.out.push({ ...operation, then: this.block(operation.then, mask), else: this.block(operation.else, mask) })
      return
    }
    if (operation.hint === 'general') return this.general(operation, mask)
    const negated = (): Value => {
      const result = this.varying('bool')
      this.out.push({ kind: 'unary', operator: 'not', result, operand: condition })
      return result
    }
    const arms = [
      { block: operation.then, other: operation.else, condition: () => condition },
      { block: operation.else, other: operation.then, condition: negated },
    ]
    // The longer arm last: only if it runs is there anything to select.
    if (weight(operation.then) > weight(operation.else)) arms.reverse()
    const [first, last] = arms
    this.arm(first.block, () => this.and(mask, first.condition()))
    if (weight(last.block) < SKIP_THRESHOLD) {
      this.arm(last.block, () => this.and(mask, last.condition()))
      this.selects(operation)
      return
    }
    const running = this.and(mask, last.condition())
    const fresh = operation.results.map((result) => this.varying(result.type))
    const operations = this.collect(() => {
      this.operations(last.block, running)
      this.selects({ ...operation, results: fresh })
    })
    this.out.push({ kind: 'when', ...(operation.hint === 'rare' && { rare: operation }), mask: running, results: operation.results, body: { operations, yields: fresh }, otherwise: { operations: [], yields: last.other.yields } })
  }

  /** All lanes take the way that one of them needs. */
  private general({ condition, results, then, else: shortCut }: IfOperation, mask: Value | undefined): void {
    this.out.push({ kind: 'when', mask: this.and(mask, condition), results, body: this.block(then, mask), otherwise: this.block(shortCut, mask) })
  }

  private selects({ results, condition, then, else: otherwise }: IfOperation): void {
    results.forEach((result, index) => {
      this.out.push({ kind: 'select', result, condition, whenTrue: then.yields[index], whenFalse: otherwise.yields[index] })
    })
  }

  private arm(block: Block, pushMask: () => Value): void {
    if (block.operations.length === 0) return
    const mask = pushMask()
    if (weight(block) < SKIP_THRESHOLD) this.operations(block, mask)
    else this.skippable(mask, () => this.operations(block, mask))
  }

  /** The trip is the same for all lanes: those with fewer trips leave earlier. */
  private maskedLoop(operation: LoopOperation, mask: Value | undefined): void {
    const zero = this.constant('i32', 0)
    const one = this.constant('i32', 1)
    const entered = this.varying('bool')
    const active = this.varying('bool')
    const more = this.varying('bool')
    const next: Value = { id: this.region.nextValue++, type: 'i32' }
    const last: Value = { id: this.region.nextValue++, type: 'i32' }
    const body = this.block(operation.body, active)
    body.operations.push({ kind: 'binary', operator: 'add', result: next, left: operation.trip, right: one })
    body.yields = [next, ...body.yields]
    this.out.push(this.loop({
      results: [last, ...operation.results], carried: [{ parameter: operation.trip, initial: zero }, ...operation.carried], mask, entered, active,
      condition: { operations: [{ kind: 'compare', relation: 'lt', result: more, left: operation.trip, right: operation.trips }], yields: [more] },
      body,
    }))
  }

  private maskedWhile(operation: WhileOperation, mask: Value | undefined): void {
    const entered = this.varying('bool')
    const active = this.varying('bool')
    const condition = this.block(operation.condition, entered)
    const body = this.block(operation.body, active)
    this.out.push(this.loop({ results: operation.results, carried: operation.carried, mask, entered, active, condition, body }))
  }

  private loop(parts: { results: Value[]; carried: Carried[]; mask: Value | undefined; entered: Value; active: Value; condition: SpmdBlock; body: SpmdBlock }): SpmdMaskedWhile {
    const [varying, uniform] = this.splitCondition(parts.condition)
    const condition = { operations: parts.condition.operations, yields: [varying] }
    return { kind: 'maskedwhile', ...parts, condition, uniform, leaving: this.varying('bool'), frozen: parts.results.map((result) => this.shapes.used.has(result)) }
  }

  /** `varying & uniform`, as in `z < 4 && n < 50` with a counter that is the same in all lanes that run: the second part is one test for all. */
  private splitCondition({ operations, yields }: SpmdBlock): [varying: Value, uniform: Value[]] {
    const uniform: Value[] = []
    let [rest] = yields
    for (;;) {
      const definition = operations.find((operation) => 'result' in operation && operation.result === rest)
      if (definition?.kind !== 'binary' || definition.operator !== 'and') return [rest, uniform]
      const { left, right } = definition
      if (!this.shapes.varying.has(right)) { uniform.push(right); rest = left }
      else if (!this.shapes.varying.has(left)) { uniform.push(left); rest = right }
      else return [rest, uniform]
    }
  }
}
