/**
 * Numbers among the live-ins that lead to bounds or subscripts by + − · are taken to be small integers: a guard checks it once, and from then on they are.
 * A program that calls with anything else runs as it was written.
 */
import { isAccess } from '../../analysis/accesses.ts'
import { definitionsOf, type Definitions } from '../../analysis/polynomial.ts'
import type { Operation, Region, Value } from '../../ir/types.ts'
import { blockParameters, forEachOperation, forEachRegionOperation, substitute } from '../../ir/walk.ts'
import type { Prologue } from './prologue.ts'

export function speculateIntegers(region: Region, prologue: Prologue): void {
  const reach = new Reach(region)
  const reached = reach.run()
  const limit = reach.multiplies ? FACTOR_LIMIT : LIMIT
  const before = prologue.builder.block.operations
  for (const scalar of region.scalars) {
    const { value } = scalar
    if (value.type !== 'f64' || !reached.has(value)) continue
    prologue.builder.block = { operations: [], yields: [] }
    const back = limited(prologue, value, limit)
    const isInteger = prologue.builder.compare('eq', back, value)
    const condition = prologue.builder.and(isInteger, prologue.isNotNegativeZero(value))
    const added = prologue.builder.block.operations
    const replace = (one: Value): Value => one === value ? back : one
    substitute(region.prologue, replace)
    substitute(region.body, replace)
    before.unshift(...added)
    prologue.builder.block = region.prologue
    prologue.guard(condition, `${scalar.name} is an integer up to 2^${Math.log2(limit)}`)
  }
}

/** Half of the range of i32, so that sums and differences of two such numbers are proved to be i32. */
const LIMIT = 2 ** 30
/** Where subscripts multiply, as in i * n + j: so that the product is proved to be below 2^53, where f64 is exact. */
const FACTOR_LIMIT = 2 ** 26

function limited({ builder }: Prologue, value: Value, limit: number): Value {
  const integer = builder.convert('wrap', 'i32', value)
  const clamped = builder.binary('max', builder.binary('min', integer, builder.i32(limit)), builder.i32(-limit))
  return builder.convert('value', 'f64', clamped)
}

/** Backwards from bounds and subscripts through what keeps integers integers. */
class Reach {
  private readonly region: Region
  private readonly definitions: Definitions
  private readonly parameters = new Map<Value, Operation>()
  private readonly reached = new Set<Value>()
  /** A bound or a subscript is a product of two things that are not constant. */
  multiplies = false

  constructor(region: Region) {
    this.region = region
    this.definitions = definitionsOf(region)
    forEachRegionOperation(region, (operation) => { for (const value of blockParameters(operation)) this.parameters.set(value, operation) })
  }

  run(): Set<Value> {
    const conditions: [Value, Value][] = []
    forEachRegionOperation(this.region, (operation) => {
      if (operation.kind === 'for' && Number.isInteger(operation.step)) { this.visit(operation.lower); this.visit(operation.upper) }
      if (isAccess(operation)) this.visit(operation.index)
      if (operation.kind === 'while') {
        forEachOperation(operation.condition, (inner) => { if (inner.kind === 'compare') conditions.push([inner.left, inner.right]) })
      }
    })
    // What a subscript is compared with bounds it.
    for (const [left, right] of conditions) {
      if (this.reached.has(left)) this.visit(right)
      else if (this.reached.has(right)) this.visit(left)
    }
    return this.reached
  }

  private visit(value: Value): void {
    if (value.type !== 'f64' || this.reached.has(value)) return
    this.reached.add(value)
    const loop = this.parameters.get(value)
    if (loop && 'carried' in loop) {
      const index = loop.carried.findIndex((one) => one.parameter === value)
      if (index >= 0) { this.visit(loop.carried[index].initial); this.visit(loop.body.yields[index]) }
      return
    }
    const definition = this.definitions.get(value)
    switch (definition?.kind) {
      case 'unary': if (definition.operator === 'neg') this.visit(definition.operand); return
      case 'binary':
        if (['add', 'sub', 'mul', 'min', 'max'].includes(definition.operator) && !this.isFraction(definition.left) && !this.isFraction(definition.right)) {
          if (definition.operator === 'mul' && !this.isConstant(definition.left) && !this.isConstant(definition.right)) this.multiplies = true
          this.visit(definition.left)
          this.visit(definition.right)
        }
        return
      case 'select': this.visit(definition.whenTrue); this.visit(definition.whenFalse); return
      case 'if': {
        const index = definition.results.indexOf(value)
        this.visit(definition.then.yields[index])
        this.visit(definition.else.yields[index])
        return
      }
      case 'for': case 'while': case 'loop': {
        const index = definition.results.indexOf(value)
        if (index >= 0) { this.visit(definition.carried[index].initial); this.visit(definition.body.yields[index]) }
        return
      }
      default:
    }
  }

  private isConstant(value: Value): boolean {
    return this.definitions.get(value)?.kind === 'const'
  }

  private isFraction(value: Value): boolean {
    const definition = this.definitions.get(value)
    return definition?.kind === 'const' && !Number.isInteger(definition.value)
  }
}
