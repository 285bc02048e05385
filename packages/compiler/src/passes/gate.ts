/** Estimates what a region costs from its trip counts, so that small calls stay in JavaScript. */
import { definitionsOf, Polynomial, polynomialOf, type Definitions, type Term } from '../analysis/polynomial.ts'
import type { Pass } from '../context.ts'
import { Builder } from '../ir/builder.ts'
import type { BinaryOperation, Block, MathFunction, Operation, Region, Value } from '../ir/types.ts'
import { forEachRegionOperation, results } from '../ir/walk.ts'
import { isReshaped } from '../analysis/reductions/exact.ts'

/** Trips of an inner loop whose count is not known on entry. */
const UNKNOWN_TRIPS = 16
const WHILE_TRIPS = 32

/** In simple operations, as JavaScript engines execute them. */
const callCosts: Partial<Record<MathFunction, number>> = { round: 2, sign: 2, clz32: 1, imul: 1, fround: 1, hypot: 20, sin: 30, cos: 30, tan: 40, pow: 40, atan2: 40 }
const MATH_COST = 25

export const gate: Pass = (region) => {
  region.work = write(dominant(new Estimate(region).block(region.body, true)), new Builder(region, region.prologue))
}

class Estimate {
  private readonly definitions: Definitions
  private readonly onEntry = new Set<Value>()
  private readonly around = new Set<Value>()

  constructor(region: Region) {
    this.definitions = definitionsOf(region)
    for (const { value } of region.scalars) this.onEntry.add(value)
    for (const operation of region.prologue.operations) for (const value of results(operation)) this.onEntry.add(value)
  }

  /** Only what is in parallel loops counts, and the sequential loops around them multiply it. */
  block(block: Block, outside: boolean): Polynomial {
    return block.operations.map((operation) => this.operation(operation, outside)).reduce((sum, cost) => sum.plus(cost), Polynomial.zero)
  }

  private operation(operation: Operation, outside: boolean): Polynomial {
    switch (operation.kind) {
      case 'parfor': {
        const extra = Polynomial.constant(operation.carried.length + operation.builders.length * 4)
        return this.repeated(operation.dimensions, () => this.block(operation.body, false).plus(extra))
      }
      case 'loop': return this.repeated([operation], () => this.block(operation.body, outside))
      case 'while': {
        const once = this.block(operation.condition, outside).plus(this.block(operation.body, outside))
        return once.times(Polynomial.constant(WHILE_TRIPS))
      }
      case 'if': {
        const branches = [operation.then, operation.else].map((branch) => this.block(branch, outside))
        return branches[0].plus(branches[1]).plus(Polynomial.constant(outside ? 0 : 1))
      }
      case 'single': return this.block(operation.body, outside)
      default: return Polynomial.constant(outside ? 0 : staticCost(operation))
    }
  }

  /** The cost in all trips: where it depends on the trip, that of the one in the middle, times the trips. */
  private repeated(dimensions: { trip: Value; trips: Value }[], cost: () => Polynomial): Polynomial {
    const counts = dimensions.map((dimension) => this.trips(dimension.trips))
    for (const { trip } of dimensions) this.around.add(trip)
    return dimensions.reduceRight((sum, { trip }, index) => {
      const half = halved(counts[index])
      return sum.substitute((atom) => atom === trip ? half : undefined).times(counts[index])
    }, cost())
  }

  private trips(count: Value): Polynomial {
    const polynomial = polynomialOf(count, this.definitions)
    const isKnown = [...polynomial.atoms()].every((atom) => this.onEntry.has(atom) || this.around.has(atom))
    return isKnown ? polynomial : Polynomial.constant(UNKNOWN_TRIPS)
  }
}

function halved(polynomial: Polynomial): Polynomial {
  return Polynomial.of([...polynomial.terms.values()].map((term) => ({ ...term, coefficient: term.coefficient / 2 })))
}

function isBelow(small: Term, large: Term): boolean {
  return small.factors.length < large.factors.length && large.coefficient > 0 && small.factors.every((factor) => large.factors.includes(factor))
}

/** Without n where there is n · m: the host function computes this at each call. */
function dominant(cost: Polynomial): Polynomial {
  const terms = [...cost.terms.values()]
  return Polynomial.of(terms.filter((term) => !terms.some((other) => isBelow(term, other))))
}

function write(cost: Polynomial, builder: Builder): Value {
  const terms = [...cost.terms.values()].map(({ coefficient, factors }) => {
    const numbers = factors.map((factor) => factor.type === 'f64' ? factor : builder.convert('value', 'f64', factor))
    const constant = Math.abs(coefficient) > 1 ? Math.round(coefficient) : coefficient
    const start = constant === 1 && numbers.length > 0 ? [] : [builder.f64(constant)]
    return [...start, ...numbers].reduce((product, factor) => builder.mul(product, factor))
  })
  return terms.length === 0 ? builder.f64(0) : terms.reduce((sum, term) => builder.add(sum, term))
}

function staticCost(operation: Operation): number {
  switch (operation.kind) {
    case 'const': case 'length': case 'convert': return 0
    case 'call': return callCosts[operation.callee] ?? MATH_COST
    case 'unary': return operation.operator === 'sqrt' ? 4 : 1
    case 'binary': return operation.operator === 'div' || operation.operator === 'rem' ? 4 : 1
    // A load, the operation and a store.
    case 'histogram': return 3
    default: return 1
  }
}

export interface SizeTest {
  /** JavaScript in which `$k.length` is the length of array number k of `arrays`, and `%k` is scalar number k of `scalars`. */
  expression: string
  arrays: string[]
  scalars: string[]
}

function numberIn(names: string[], name: string): number {
  if (!names.includes(name)) names.push(name)
  return names.indexOf(name)
}

/** The estimate as an expression that costs the host function nanoseconds; undefined where it takes more than + − · and lengths. */
export function sizeTest(region: Region): SizeTest | undefined {
  const definitions = definitionsOf(region)
  const arrays: string[] = []
  const scalars: string[] = []
  const print = (value: Value): string | undefined => {
    const scalar = region.scalars.find((one) => one.value === value)
    if (scalar) return value.type === 'f64' ? `%${numberIn(scalars, scalar.name)}` : undefined
    const definition = definitions.get(value)
    switch (definition?.kind) {
      case 'const': return typeof definition.value === 'number' ? String(definition.value) : undefined
      case 'length': return `$${numberIn(arrays, definition.array.name)}.length`
      case 'convert': return definition.operand.type === 'bool' ? undefined : print(definition.operand)
      case 'unary': return definition.operator === 'floor' || definition.operator === 'ceil' || definition.operator === 'trunc' ? print(definition.operand) : undefined
      case 'binary': return printBinary(definition, print, definitions)
      default: return undefined
    }
  }
  const expression = region.work && print(region.work)
  return expression === undefined ? undefined : { expression, arrays, scalars }
}

/** `normalise` clamps what a guard has checked to be smaller. */
const CLAMP = 2 ** 26

const symbols = { add: '+', sub: '-', mul: '*', div: '/' } as const

function printBinary({ operator, left, right }: BinaryOperation, print: (value: Value) => string | undefined, definitions: Definitions): string | undefined {
  // A negative number of trips is below every gate anyway.
  const isLimit = (value: Value): boolean => {
    const definition = definitions.get(value)
    return definition?.kind === 'const' && (definition.value === 0 ? operator === 'max' : Math.abs(Number(definition.value)) >= CLAMP)
  }
  if (operator === 'min' || operator === 'max') {
    if (isLimit(right)) return print(left)
    if (isLimit(left)) return print(right)
  }
  const [first, second] = [print(left), print(right)]
  if (first === undefined || second === undefined) return undefined
  if (operator === 'min' || operator === 'max') return `Math.${operator}(${first}, ${second})`
  return operator in symbols ? `(${first} ${symbols[operator as keyof typeof symbols]} ${second})` : undefined
}

/** These give the bits of any engine's. */
const exactFunctions: ReadonlySet<MathFunction> = new Set(['round', 'sign', 'clz32', 'imul', 'fround'])

/** Nothing in the kernel can differ from the original: `region` is as the front end made it, `lowered` what became of it. */
export function isExact(region: Region, lowered: Region): boolean {
  let exact = true
  forEachRegionOperation(region, (operation) => { if (operation.kind === 'call' && !exactFunctions.has(operation.callee)) exact = false })
  const definitions = definitionsOf(lowered)
  forEachRegionOperation(lowered, (operation) => { if (operation.kind === 'parfor' && isReshaped(operation, definitions)) exact = false })
  return exact
}
