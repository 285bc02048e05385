/**
 * Carried values that are replaced as a whole: next = c ? x : state, through any `if`s and selects. The tree of choices between the state and
 * the end of the body is taken apart here; what the conditions compare decides in `choices.ts` what kind of reduction it is.
 */
import type { IfOperation, LoopOperation, Operation, SelectOperation, Value, WhileOperation } from '../../ir/types.ts'
import type { Definitions } from '../polynomial.ts'
import type { Counted } from './arithmetic.ts'

/** How one value of the body comes about from the state before it. */
export type Tree =
  | { kind: 'keep' }
  | { kind: 'update'; value: Value }
  | { kind: 'if'; operation: IfOperation; index: number; then: Tree; else: Tree }
  | { kind: 'select'; operation: SelectOperation; then: Tree; else: Tree }

export interface Literal { condition: Value; holds: boolean }

/** The updates of a carried value, first to last. `state` is the value before the step. */
export type Step =
  | { kind: 'tree'; tree: Tree; state: Value; result: Value }
  | { kind: 'loop'; operation: LoopOperation | WhileOperation; index: number; state: Value; result: Value; steps: Step[] }

export class Tracer {
  private readonly definitions: Definitions
  private readonly dependents: ReadonlySet<Value>

  /** `dependents`: everything computed from the carried values in question. */
  constructor(definitions: Definitions, dependents: ReadonlySet<Value>) {
    this.definitions = definitions
    this.dependents = dependents
  }

  loop(loop: Counted | WhileOperation, position: number): Step[] | undefined {
    return this.steps(loop.body.yields[position], loop.carried[position].parameter)
  }

  private steps(value: Value, parameter: Value): Step[] | undefined {
    if (value === parameter) return []
    const definition = this.definitions.get(value)
    if (this.dependents.has(value) && (definition?.kind === 'loop' || definition?.kind === 'while')) return this.around(value, parameter, definition)
    const found = this.tree(value, parameter)
    if (!found) return undefined
    const { tree, state } = found
    const before = this.steps(state, parameter)
    return before && [...before, { kind: 'tree', tree, state, result: value }]
  }

  private around(value: Value, parameter: Value, operation: LoopOperation | WhileOperation): Step[] | undefined {
    const index = operation.results.indexOf(value)
    const state = operation.carried[index].initial
    const before = this.steps(state, parameter)
    const steps = this.loop(operation, index)
    return before && steps && [...before, { kind: 'loop', operation, index, state, result: value, steps }]
  }

  /** The tree whose kept leaves are all the same earlier state: the smallest such tree, so that each update is a step of its own. */
  private tree(value: Value, parameter: Value): { tree: Tree; state: Value } | undefined {
    const expanded = new Set([value])
    for (;;) {
      const kept = new Set<Value>()
      const tree = this.expand(value, expanded, kept)
      const states = [...kept]
      if (states.length === 0) return { tree, state: parameter }
      if (states.length === 1 && states[0] !== value) return { tree, state: states[0] }
      const inner = states.find((one) => one !== parameter && isChoice(this.definitions.get(one)))
      if (!inner) return undefined
      expanded.add(inner)
    }
  }

  private expand(value: Value, expanded: ReadonlySet<Value>, kept: Set<Value>): Tree {
    if (!this.dependents.has(value)) return { kind: 'update', value }
    const definition = this.definitions.get(value)
    if (expanded.has(value) && definition?.kind === 'select') {
      return {
        kind: 'select', operation: definition, then: this.expand(definition.whenTrue, expanded, kept), else: this.expand(definition.whenFalse, expanded, kept),
      }
    }
    if (expanded.has(value) && definition?.kind === 'if') {
      const index = definition.results.indexOf(value)
      return {
        kind: 'if', operation: definition, index,
        then: this.expand(definition.then.yields[index], expanded, kept), else: this.expand(definition.else.yields[index], expanded, kept),
      }
    }
    kept.add(value)
    return { kind: 'keep' }
  }
}

const isChoice = (operation: Operation | undefined): boolean => operation?.kind === 'if' || operation?.kind === 'select'

/** The ways to the updates: one list of literals for each leaf that is an update. */
export function paths(tree: Tree, definitions: Definitions): { literals: Literal[]; value: Value }[] {
  switch (tree.kind) {
    case 'keep': return []
    case 'update': return [{ literals: [], value: tree.value }]
    default: {
      const { condition } = tree.operation
      return [[tree.then, true] as const, [tree.else, false] as const].flatMap(([branch, holds]) =>
        paths(branch, definitions).map(({ literals, value }) => ({ literals: [...literalsOf(condition, holds, definitions), ...literals], value })))
    }
  }
}

/** A condition as a conjunction, as far as it is one. */
export function literalsOf(condition: Value, holds: boolean, definitions: Definitions): Literal[] {
  const definition = definitions.get(condition)
  switch (definition?.kind) {
    case 'unary': if (definition.operator === 'not') return literalsOf(definition.operand, !holds, definitions); break
    case 'binary':
      if (definition.operator === (holds ? 'and' : 'or')) {
        return [...literalsOf(definition.left, holds, definitions), ...literalsOf(definition.right, holds, definitions)]
      }
      break
    case 'if': {
      // `a && b` where b is too much to compute for nothing.
      const index = definition.results.indexOf(condition)
      if (holds && isFalse(definition.else.yields[index], definitions)) {
        return [...literalsOf(definition.condition, true, definitions), ...literalsOf(definition.then.yields[index], true, definitions)]
      }
      if (holds && isFalse(definition.then.yields[index], definitions)) {
        return [...literalsOf(definition.condition, false, definitions), ...literalsOf(definition.else.yields[index], true, definitions)]
      }
      break
    }
    default:
  }
  return [{ condition, holds }]
}

function isFalse(value: Value, definitions: Definitions): boolean {
  const definition = definitions.get(value)
  return definition?.kind === 'const' && definition.value === false
}
