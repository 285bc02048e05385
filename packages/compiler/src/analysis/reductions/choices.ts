/**
 * Extrema with their companions, and last values. `if (x > m) { m = x; at = i }` takes the first of equal elements, `>=` the last, and both skip
 * NaN. The negation, `m = m > x ? m : x`, takes a NaN and then whatever follows: that is a reduction only where there is no NaN.
 */
import type { CompareOperation, Operation, Relation, Value } from '../../ir/types.ts'
import { forEachOperation, operands } from '../../ir/walk.ts'
import { accessesIn, storedArrays } from '../accesses.ts'
import { type Definitions, polynomialOf } from '../polynomial.ts'
import type { Counted } from './arithmetic.ts'
import { dependentsOf } from './dependents.ts'
import { type Literal, literalsOf, paths, type Step, Tracer, type Tree } from './updates.ts'

export type Choice =
  /** `takesNaN`: right only if no value is NaN, and the initial one is not. */
  | { kind: 'least' | 'greatest'; tie: 'first' | 'last'; takesNaN: boolean; steps: Step[] }
  | { kind: 'first' | 'last'; steps: Step[] }
  /** `found` in `if (!found && c) { found = true; at = i }`. */
  | { kind: 'flag' }
  | { kind: 'companion'; of: number; steps: Step[] }

/** For each of the positions what it is; undefined if they are not all choices that depend on nothing else that is carried. */
export function choicesAt(loop: Counted, positions: readonly number[], definitions: Definitions): Map<number, Choice> | undefined {
  return new Chooser(loop, positions, definitions).run()
}

interface Relative { kind: 'least' | 'greatest'; tie: 'first' | 'last' }
interface Extremum extends Relative { takesNaN: boolean }

class Chooser {
  private readonly loop: Counted
  private readonly positions: readonly number[]
  private readonly definitions: Definitions
  private readonly dependents: ReadonlySet<Value>
  private readonly explained = new Set<Value>()
  /** Flags that are set once: the ways in which they are, by the flag. */
  private readonly flags = new Map<number, { parameter: Value; key: string }>()

  constructor(loop: Counted, positions: readonly number[], definitions: Definitions) {
    this.loop = loop
    this.positions = positions
    this.definitions = definitions
    this.dependents = dependentsOf(loop.body, positions.map((position) => loop.carried[position].parameter))
  }

  run(): Map<number, Choice> | undefined {
    const { loop, positions } = this
    if (loop.body.yields.some((value, index) => this.dependents.has(value) && !positions.includes(index))) return undefined
    const tracer = new Tracer(this.definitions, this.dependents)
    const steps = new Map<number, Step[]>()
    for (const position of positions) {
      if (this.flag(position)) continue
      const found = tracer.loop(loop, position)
      if (!found || found.length === 0) return undefined
      this.explained.add(loop.carried[position].parameter)
      found.forEach((step) => this.explain(step))
      steps.set(position, found)
    }
    return this.isAllExplained() ? this.classify(steps) : undefined
  }

  private classify(steps: Map<number, Step[]>): Map<number, Choice> | undefined {
    const choices = new Map<number, Choice>()
    const leaders = new Map<string, number>()
    for (const position of this.flags.keys()) choices.set(position, { kind: 'flag' })
    for (const [position, own] of steps) {
      const extremum = this.extremum(own, this.loop.carried[position].initial)
      const single = this.isFirst(own, position) ? 'first' : this.dependsOnState(own) ? undefined : 'last'
      if (!extremum && !single) continue
      const key = this.keyOf(own)
      const leader = leaders.get(key)
      // Two extrema under the same condition are the same extremum, so that one of them may follow.
      if (leader !== undefined) choices.set(position, { kind: 'companion', of: leader, steps: own })
      else {
        leaders.set(key, position)
        choices.set(position, extremum ? { ...extremum, steps: own } : { kind: single!, steps: own })
      }
    }
    for (const [position, own] of steps) {
      if (choices.has(position)) continue
      const leader = leaders.get(this.keyOf(own))
      if (leader === undefined) return undefined
      choices.set(position, { kind: 'companion', of: leader, steps: own })
    }
    return choices
  }

  /** found = c || found, where c holds only while the flag is not set. */
  private flag(position: number): boolean {
    const { parameter, initial } = this.loop.carried[position]
    const next = this.loop.body.yields[position]
    const definition = this.definitions.get(next)
    const start = this.definitions.get(initial)
    if (definition?.kind !== 'binary' || definition.operator !== 'or' || start?.kind !== 'const' || start.value !== false) return false
    const condition = definition.left === parameter ? definition.right : definition.left
    const literals = literalsOf(condition, true, this.definitions)
    if (![definition.left, definition.right].includes(parameter) || !literals.some((literal) => literal.condition === parameter && !literal.holds)) return false
    this.flags.set(position, { parameter, key: keyOfLiterals(literals) })
    this.explained.add(parameter)
    this.explained.add(next)
    this.explainCondition(condition)
    return true
  }

  /** Assigned by one trip only: under the condition that sets a flag, or while it still has a value that it is never given. */
  private isFirst(steps: Step[], position: number): boolean {
    const [step] = steps
    if (steps.length !== 1 || step.kind !== 'tree') return false
    const ways = paths(step.tree, this.definitions)
    if (ways.length !== 1) return false
    const [{ literals, value }] = ways
    const own = literals.filter(({ condition }) => this.dependents.has(condition))
    if (own.length !== 1) return false
    if ([...this.flags.values()].some(({ parameter, key }) => own[0].condition === parameter && keyOfLiterals(literals) === key)) return true
    return this.isSentinel(own[0], position, value)
  }

  /** `at < 0`, `at === -1`: true of the initial value, false of any other. */
  private isSentinel({ condition, holds }: Literal, position: number, value: Value): boolean {
    const { parameter, initial } = this.loop.carried[position]
    const comparison = this.definitions.get(condition)
    if (comparison?.kind !== 'compare') return false
    const [tested, other] = comparison.left === parameter ? [comparison.left, comparison.right] : [comparison.right, comparison.left]
    const relation = tested === comparison.left ? comparison.relation : mirrored[comparison.relation]
    const [limit, start, least] = [this.number(other), this.number(initial), this.least(value)]
    if (tested !== parameter || limit === undefined || start === undefined || least === undefined) return false
    const isTrue = (number: number): boolean => relations[relation](number, limit)
    // Relations other than these two hold for all numbers above some number, or for none.
    const isNeverAgain = relation === 'eq' || relation === 'ne' ? least > limit : isTrue(least) !== holds && isTrue(Infinity) !== holds
    return isTrue(start) === holds && isTrue(least) !== holds && isNeverAgain
  }

  private number(value: Value): number | undefined {
    const definition = this.definitions.get(value)
    return definition?.kind === 'const' && typeof definition.value === 'number' ? definition.value : undefined
  }

  /** A lower bound of what only grows with the trips. */
  private least(value: Value): number | undefined {
    const polynomial = polynomialOf(value, this.definitions)
    const trips = new Set<Value>()
    for (const operation of [this.loop, ...this.loop.body.operations]) {
      if (operation.kind === 'loop') trips.add(operation.trip)
    }
    const grows = [...polynomial.terms.values()].every(({ coefficient, factors }) => factors.every((factor) => trips.has(factor)) && (coefficient > 0 || factors.length === 0))
    return grows ? polynomial.constantTerm : undefined
  }

  private treesOf(steps: Step[]): Extract<Step, { kind: 'tree' }>[] {
    return steps.flatMap((step) => step.kind === 'tree' ? [step] : this.treesOf(step.steps))
  }

  private dependsOnState(steps: Step[]): boolean {
    return this.treesOf(steps).some(({ tree }) => conditionsOf(tree).some((condition) => this.dependents.has(condition)))
  }

  private extremum(steps: Step[], initial: Value): Extremum | undefined {
    let found: Extremum | undefined
    for (const { tree, state } of this.treesOf(steps)) {
      const ways = paths(tree, this.definitions)
      if (ways.length !== 1) return undefined
      const [{ literals, value }] = ways
      const own = literals.filter(({ condition }) => this.dependents.has(condition))
      const one = own.length === 1 ? this.direction(own[0], state, value, initial) : undefined
      if (!one || (found && (one.kind !== found.kind || one.tie !== found.tie))) return undefined
      found = { ...one, takesNaN: one.takesNaN || found?.takesNaN === true }
    }
    return found
  }

  private direction({ condition, holds }: Literal, state: Value, value: Value, initial: Value): Extremum | undefined {
    const comparison = this.definitions.get(condition)
    if (comparison?.kind !== 'compare') return undefined
    const relation = this.relationTo(comparison, value, state)
    const extremum = relation && extrema[holds ? relation : negated[relation]]
    if (!extremum) return undefined
    const takesNaN = !holds && !(this.isNumber(value) && this.isNumber(initial))
    // Where there is a NaN, the loop runs once more as it was written: it must not have written anything.
    return takesNaN && storedArrays(accessesIn(this.loop.body)).size > 0 ? undefined : { ...extremum, takesNaN }
  }

  /** The relation of the value to the state, if that is what is compared. */
  private relationTo({ left, right, relation }: CompareOperation, value: Value, state: Value): Relation | undefined {
    if (right === state && this.isSame(left, value)) return relation
    return left === state && this.isSame(right, value) ? mirrored[relation] : undefined
  }

  /** One value, or two reads of one element that nothing can have changed in between. */
  private isSame(one: Value, other: Value): boolean {
    if (one === other) return true
    const [first, second] = [this.definitions.get(one), this.definitions.get(other)]
    return first?.kind === 'load' && second?.kind === 'load' && first.array === second.array && first.index === second.index && one.type === other.type
      && storedArrays(accessesIn(this.loop.body)).size === 0
  }

  /** Surely no NaN. */
  private isNumber(value: Value): boolean {
    if (value.type !== 'f64' && value.type !== 'f32') return true
    const definition = this.definitions.get(value)
    switch (definition?.kind) {
      case 'const': return !Number.isNaN(definition.value)
      case 'convert': return definition.operand.type !== 'f64' && definition.operand.type !== 'f32'
      default: return false
    }
  }

  /** Equal keys: the same trips update. */
  private keyOf(steps: Step[]): string {
    return steps.map((step) => {
      if (step.kind === 'loop') return `loop ${step.operation.results[0].id} (${this.keyOf(step.steps)})`
      const ways = paths(step.tree, this.definitions)
      if (ways.length !== 1) return shapeOf(step.tree)
      return keyOfLiterals(ways[0].literals)
    }).join('; ')
  }

  private explain(step: Step): void {
    this.explained.add(step.state)
    this.explained.add(step.result)
    if (step.kind === 'loop') {
      this.explained.add(step.operation.carried[step.index].parameter)
      step.steps.forEach((inner) => this.explain(inner))
    } else this.explainTree(step.tree)
  }

  private explainTree(tree: Tree): void {
    if (tree.kind === 'keep' || tree.kind === 'update') return
    this.explained.add(tree.kind === 'if' ? tree.operation.results[tree.index] : tree.operation.result)
    this.explainCondition(tree.operation.condition)
    this.explainTree(tree.then)
    this.explainTree(tree.else)
  }

  private explainCondition(condition: Value): void {
    if (!this.dependents.has(condition) || this.explained.has(condition)) return
    this.explained.add(condition)
    const definition = this.definitions.get(condition)
    if (definition && ['unary', 'binary', 'if'].includes(definition.kind)) {
      for (const holds of [true, false]) {
        for (const literal of literalsOf(condition, holds, this.definitions)) this.explainLiteral(condition, literal.condition)
      }
    }
  }

  /** What lies between a condition and one of its literals has no other use, or that use would not be explained. */
  private explainLiteral(whole: Value, literal: Value): void {
    const visit = (value: Value): void => {
      if (!this.dependents.has(value)) return
      this.explained.add(value)
      if (value === literal) return
      const definition = this.definitions.get(value)
      if (definition?.kind === 'unary' || definition?.kind === 'binary') operands(definition).forEach(visit)
      if (definition?.kind === 'if') {
        const index = definition.results.indexOf(value)
        ;[definition.condition, definition.then.yields[index], definition.else.yields[index]].forEach(visit)
      }
    }
    visit(whole)
  }

  /** Nothing else is computed from the states, and no store or loop hangs on them. */
  private isAllExplained(): boolean {
    for (const value of this.dependents) if (!this.explained.has(value)) return false
    let clean = true
    forEachOperation(this.loop.body, (operation) => { if (!this.isClean(operation)) clean = false })
    return clean
  }

  private isClean(operation: Operation): boolean {
    const touched = operands(operation).some((value) => this.dependents.has(value))
    switch (operation.kind) {
      case 'store': case 'histogram': return !touched
      case 'if': {
        if (!touched) return true
        let stores = false
        for (const block of [operation.then, operation.else]) forEachOperation(block, (inner) => { if (inner.kind === 'store' || inner.kind === 'histogram') stores = true })
        return !stores
      }
      case 'loop': return !this.dependents.has(operation.trips)
      case 'parfor': return operation.dimensions.every((dimension) => !this.dependents.has(dimension.trips))
      case 'while': return operation.condition.yields.every((value) => !this.dependents.has(value))
      default: return true
    }
  }
}

const extrema: Partial<Record<Relation, Relative>> = {
  gt: { kind: 'greatest', tie: 'first' }, ge: { kind: 'greatest', tie: 'last' },
  lt: { kind: 'least', tie: 'first' }, le: { kind: 'least', tie: 'last' },
}
const mirrored: Readonly<Record<Relation, Relation>> = { lt: 'gt', le: 'ge', gt: 'lt', ge: 'le', eq: 'eq', ne: 'ne' }
const negated: Readonly<Record<Relation, Relation>> = { lt: 'ge', le: 'gt', gt: 'le', ge: 'lt', eq: 'ne', ne: 'eq' }

const relations: Readonly<Record<Relation, (left: number, right: number) => boolean>> = {
  lt: (left, right) => left < right, le: (left, right) => left <= right, gt: (left, right) => left > right, ge: (left, right) => left >= right,
  eq: (left, right) => left === right, ne: (left, right) => left !== right,
}

function keyOfLiterals(literals: readonly Literal[]): string {
  return literals.map(({ condition, holds }) => `${holds ? '' : '!'}${condition.id}`).sort().join(' ')
}

function conditionsOf(tree: Tree): Value[] {
  return tree.kind === 'keep' || tree.kind === 'update' ? [] : [tree.operation.condition, ...conditionsOf(tree.then), ...conditionsOf(tree.else)]
}

function shapeOf(tree: Tree): string {
  return tree.kind === 'keep' || tree.kind === 'update' ? tree.kind
    : `${tree.operation.condition.id} ? (${shapeOf(tree.then)}) : (${shapeOf(tree.else)})`
}
