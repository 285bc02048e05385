/** Checks a region between passes: single assignment, dominance, types. What it lets through, later passes may rely on. */
import type { ArrayParameter, Block, Carried, Operation, Region, ScalarType, Value } from './types.ts'
import { printOperation, printValue } from './print.ts'
import { checkOperation } from './verify-operation.ts'
import { blockParameters, builderOperands, builtArrays, forEachOperation, forEachRegionOperation, operands, results } from './walk.ts'

/** What the passes so far have removed for good: kinds of operation, arrays of unknown element type, reads that could be `undefined`. */
export type Absent = Operation['kind'] | 'num' | 'strict'

export class VerifyError extends Error {
  override readonly name = 'VerifyError'
}

export function verifyRegion(region: Region, afterPass: string, absent: readonly Absent[] = []): void {
  new Verifier(region, afterPass, absent).region()
}

/** Kinds that a prologue may not hold: it runs once before the guards, when arrays have lengths but no contents. */
const impure: ReadonlySet<Operation['kind']> = new Set(['load', 'store', 'histogram', 'parfor', 'single', 'barrier', 'allreduce', 'rankrange'])

class Verifier {
  private readonly input: Region
  private readonly pass: string
  private readonly absent: ReadonlySet<Absent>
  private readonly arrays: ReadonlySet<ArrayParameter>
  private readonly constants = new Map<Value, number | bigint | boolean>()
  /** Every value ever defined; `visible` are those in scope now. */
  private readonly defined = new Set<Value>()
  private readonly ids = new Set<number>()
  private readonly visible = new Set<Value>()
  private readonly enclosing: Operation[] = []

  constructor(region: Region, pass: string, absent: readonly Absent[]) {
    this.input = region
    this.pass = pass
    this.absent = new Set(absent)
    this.arrays = new Set(region.arrays)
  }

  region(): void {
    const { input } = this
    this.interface()
    for (const scalar of input.scalars) this.define(scalar.value)
    this.block(input.prologue, [])
    if (input.prologue.yields.length > 0) this.fail('the prologue yields values')
    for (const guard of input.guards) {
      this.use(guard.condition)
      if (guard.condition.type !== 'bool') this.fail(`the guard "${guard.reason}" is ${guard.condition.type}, not bool`)
    }
    if (input.work) {
      this.use(input.work)
      if (input.work.type !== 'f64') this.fail(`work is ${input.work.type}, not f64`)
    }
    forEachRegionOperation({ ...input, body: { operations: [], yields: [] } }, (operation) => {
      if (impure.has(operation.kind)) this.fail(`${operation.kind} in the prologue`, operation)
    })
    this.block(input.body, [])
    this.yields(input.body, input.outputs.map((output) => output.type), 'the body')
  }

  private interface(): void {
    const { input } = this
    const names = new Set<string>()
    for (const array of input.arrays) {
      if (names.has(array.name)) this.fail(`two arrays are called ${array.name}`)
      names.add(array.name)
      if (array.element === 'num' && this.absent.has('num')) this.fail(`the element type of ${array.name} is still unknown`)
      const { overwritten, coveredBy } = array
      if ((overwritten || coveredBy !== undefined) && (array.read || !array.written)) this.fail(`${array.name} is overwritten, so it must be written and not read`)
      if (coveredBy !== undefined && ![...input.arrays, ...input.scalars].some(({ name }) => name === coveredBy)) this.fail(`${array.name} is covered by ${coveredBy}, which is not there`)
    }
    for (const { first, second } of input.aliases) {
      for (const array of [first, second]) this.knownArray(array)
      if (first === second) this.fail(`${first.name} has an alias rule with itself`)
    }
  }

  private block(block: Block, parameters: readonly Value[], then?: () => void): void {
    const here: Value[] = []
    const define = (value: Value): void => {
      this.define(value)
      here.push(value)
    }
    parameters.forEach(define)
    for (const operation of block.operations) {
      this.operation(operation)
      results(operation).forEach(define)
    }
    for (const value of block.yields) this.use(value, this.enclosing.at(-1))
    then?.()
    // The prologue's values are visible in the body, so only nested blocks end a scope.
    if (this.enclosing.length > 0) for (const value of here) this.visible.delete(value)
  }

  private operation(operation: Operation): void {
    if (this.absent.has(operation.kind)) this.fail(`there should be no ${operation.kind} any more`, operation)
    for (const value of operands(operation)) this.use(value, operation)
    if (operation.kind === 'const') this.constants.set(operation.result, operation.value)
    const problem = checkOperation(operation, this.constants)
    if (problem !== undefined) this.fail(problem, operation)
    this.enclosing.push(operation)
    this.nested(operation)
    this.enclosing.pop()
  }

  private nested(operation: Operation): void {
    const parameters = blockParameters(operation)
    switch (operation.kind) {
      case 'load': case 'store': case 'histogram':
        this.access(operation.array, operation.kind !== 'store', operation.kind !== 'load', operation)
        if (operation.bounds === 'strict' && this.absent.has('strict')) this.fail('there should be no strict access any more', operation)
        return
      case 'length': return this.knownArray(operation.array, operation)
      case 'if':
        for (const branch of [operation.then, operation.else]) {
          this.block(branch, [])
          this.yields(branch, operation.results.map((value) => value.type), branch === operation.then ? 'the first branch' : 'the second branch', operation)
        }
        return
      case 'while':
        this.block(operation.condition, parameters)
        this.yields(operation.condition, ['bool'], 'the condition', operation)
        // The condition and the body see the same parameters; what the condition defines, the body does not see.
        for (const value of parameters) {
          this.defined.delete(value)
          this.ids.delete(value.id)
        }
        return this.trips(operation.carried, operation.results, operation.body, parameters, operation)
      case 'for': case 'loop': return this.trips(operation.carried, operation.results, operation.body, parameters, operation)
      case 'parfor': return this.parfor(operation, parameters)
      case 'single':
        this.block(operation.body, parameters)
        return this.yields(operation.body, [], 'single', operation)
      case 'barrier': {
        const inside = this.enclosing.find((outer) => outer.kind === 'single' || outer.kind === 'parfor')
        if (inside) this.fail(`a barrier inside a ${inside.kind}, where not all threads come`, inside)
        return
      }
      default:
    }
  }

  private parfor(operation: Operation & { kind: 'parfor' }, parameters: readonly Value[]): void {
    this.trips(operation.carried, operation.results, operation.body, parameters, operation, () => {
      for (const value of builderOperands(operation)) this.use(value, operation)
    })
    this.shared(operation)
    for (const builder of operation.builders) {
      for (const array of builtArrays(builder)) this.access(array, false, true, operation)
    }
  }

  /** Only what goes by one operator alone gives the same in any order, and in copies; what is appended to has no other elements for a trip. */
  private shared(operation: Operation & { kind: 'parfor' }): void {
    const ways = new Map<ArrayParameter, Set<string>>()
    forEachOperation(operation.body, (inner) => {
      if (inner.kind !== 'load' && inner.kind !== 'store' && inner.kind !== 'histogram') return
      const found = ways.get(inner.array) ?? new Set()
      ways.set(inner.array, found.add(inner.kind === 'histogram' ? `histogram ${inner.operator}` : inner.kind))
    })
    for (const [array, found] of ways) {
      if (found.size > 1 && [...found].some((way) => way.startsWith('histogram'))) this.fail(`${array.name} is a histogram of this parfor and accessed in other ways`, operation)
    }
    const built = operation.builders.filter(({ kind }) => kind === 'compact').flatMap(builtArrays)
    for (const [index, array] of built.entries()) {
      if (ways.has(array) || built.indexOf(array) < index) this.fail(`${array.name} is appended to by this parfor and accessed in other ways`, operation)
    }
  }

  private trips(carried: Carried[], resultValues: Value[], body: Block, parameters: readonly Value[], operation: Operation, then?: () => void): void {
    if (resultValues.length !== carried.length) this.fail(`${resultValues.length} results for ${carried.length} carried values`, operation)
    carried.forEach((one, index) => {
      const types = [one.initial.type, one.parameter.type, resultValues[index].type]
      if (new Set(types).size > 1) this.fail(`carried value ${index} is ${types.join(', then ')}`, operation)
    })
    this.block(body, parameters, then)
    this.yields(body, carried.map((one) => one.parameter.type), 'the body', operation)
  }

  private yields(block: Block, types: ScalarType[], what: string, operation?: Operation): void {
    const found = block.yields.map((value) => value.type)
    if (found.join() !== types.join()) this.fail(`${what} yields (${found.join(', ')}) instead of (${types.join(', ')})`, operation)
  }

  private access(array: ArrayParameter, reads: boolean, writes: boolean, operation: Operation): void {
    this.knownArray(array, operation)
    if (reads && !array.read) this.fail(`${array.name} is not marked as read`, operation)
    if (writes && !array.written) this.fail(`${array.name} is not marked as written`, operation)
  }

  private knownArray(array: ArrayParameter, operation?: Operation): void {
    if (!this.arrays.has(array)) this.fail(`${array.name} is not an array of the region`, operation)
  }

  private define(value: Value): void {
    if (this.defined.has(value)) this.fail(`${printValue(value)} is defined twice`, this.enclosing.at(-1))
    if (this.ids.has(value.id)) this.fail(`two values have the number ${value.id}`, this.enclosing.at(-1))
    if (value.id >= this.input.nextValue) this.fail(`${printValue(value)} is not below nextValue ${this.input.nextValue}`)
    this.defined.add(value)
    this.ids.add(value.id)
    this.visible.add(value)
  }

  private use(value: Value, operation?: Operation): void {
    if (this.visible.has(value)) return
    const how = this.defined.has(value) ? 'used outside the block that defines it' : 'used before it is defined'
    this.fail(`${printValue(value)} is ${how}`, operation)
  }

  private fail(problem: string, operation?: Operation): never {
    const where = operation ? `\n${abridged(printOperation(operation))}` : ''
    throw new VerifyError(`after ${this.pass}: ${this.input.name}: ${problem}${where}`)
  }
}

function abridged(text: string): string {
  const lines = text.trimEnd().split('\n')
  return (lines.length > 12 ? [...lines.slice(0, 11), '  …'] : lines).map((line) => `    ${line}`).join('\n')
}
