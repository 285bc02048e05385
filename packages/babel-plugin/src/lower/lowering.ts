/**
 * The state of lowering one region: the IR written so far and what each variable holds at this point.
 *
 * Variables of the source are mutable, values of the IR are not: `environment` maps one to the other. Branches work on copies that `branch`
 * merges; loops carry the variables that they assign.
 */
import { Builder, emptyRegion } from '@parfor/compiler'
import type { ArrayParameter, Region, Value } from '@parfor/compiler'
import type { Babel, Binding, Node, types } from '../babel.ts'
import type { Names } from '../names.ts'
import type { TypeReader } from '../types/reader.ts'
import type { LiveIns } from './live-ins.ts'
import { Refusal } from './refusal.ts'

/** Where a `break`, `continue` or `return` goes; in the environment its slot is the flag that says it was taken. */
export interface JumpTarget {
  readonly jump: 'break' | 'continue' | 'return'
  readonly labels: readonly string[]
  /** A `break` without a label may mean it (loops and switches, not labelled blocks). */
  readonly breakable: boolean
  readonly identifier: { readonly name: string }
}

/** A value that the lowering itself carries: the result of an inlined function, the state of a switch. */
export interface Temporary { readonly temporary: true; readonly identifier: { readonly name: string } }

export type Variable = Binding | JumpTarget | Temporary

/**
 * `undefined`: declared, never assigned. `mixed`: numbers on one path, booleans on another. `stale`: the host's value on one path and an
 * assigned one on another; reading it makes the host's value a live-in and begins again. A variable without a slot holds the host's value.
 */
export type Slot = Value | { readonly array: ArrayParameter } | RecordSlot | 'undefined' | 'mixed' | 'stale'

/** A small object or array that only its properties are read of, which are values by themselves; never changed. */
export interface RecordSlot { readonly fields: ReadonlyMap<string, Value> }

export type Environment = Map<Variable, Slot>

/** What earlier attempts at the same region found out. */
export interface Decisions {
  /** Host variables whose value at entry is needed although they are assigned before they are read on some path. */
  readonly materialised: Set<Binding>
  /** BigInt variables that hold a value known only modulo 2^64. */
  readonly wrapped: Set<Variable>
  /** Counting loops whose bound turned out to change. */
  readonly asWhile: Set<Node>
  /** Functions that return from inside a loop: their result needs a value, of the given type, before it is known. */
  readonly presetResults: Map<Node, 'f64' | 'bool'>
}

export class Lowering {
  readonly babel: Babel
  readonly names: Names
  readonly types: TypeReader
  readonly decisions: Decisions
  readonly liveIns: LiveIns
  readonly region: Region
  readonly builder: Builder
  environment: Environment = new Map()
  /** Innermost last. */
  targets: JumpTarget[] = []
  /** Functions being inlined, innermost last. */
  readonly inlining: Node[] = []
  readonly constants = new Map<Value, number | bigint | boolean>()
  /** BigInt values known only modulo 2^64. */
  readonly wrapped = new Set<Value>()
  /** Pairs compared by equality: two reads out of range are equal as `undefined` and differ as NaN. */
  readonly equalities: [Value, Value][] = []
  /** Values for which `undefined` and NaN are not the same. */
  readonly observed: Value[] = []
  /** What must hold of arrays before the region, besides their kinds. */
  readonly tests = new Map<ArrayParameter, Set<string>>()
  /** The statement at the end of the region, which may return from the function, and what it returns. */
  last: Node | undefined
  result: Value | { readonly array: ArrayParameter } | undefined
  readonly loopIds: (node: Node) => number

  constructor(
    babel: Babel, names: Names, types: TypeReader, decisions: Decisions, liveIns: (lowering: Lowering) => LiveIns, loopIds: (node: Node) => number, name: string,
  ) {
    this.babel = babel
    this.names = names
    this.types = types
    this.decisions = decisions
    this.loopIds = loopIds
    this.region = emptyRegion(name)
    this.builder = new Builder(this.region, this.region.body)
    this.liveIns = liveIns(this)
  }

  /** Takes the slot by value: lowering an expression may replace `environment`. */
  assign(variable: Variable, slot: Slot): void { this.environment.set(variable, slot) }

  constant(value: number | bigint | boolean, type: 'f64' | 'i64' | 'u64' | 'bool'): Value {
    const result = this.builder.constant(type, value)
    this.constants.set(result, value)
    return result
  }

  number(value: number): Value { return this.constant(value, 'f64') }
  boolean(value: boolean): Value { return this.constant(value, 'bool') }

  binding(node: types.Identifier): Binding | undefined { return this.names.of(node) }

  /** Nothing is around what is lowered now: it happens once. */
  isOutermost(): boolean {
    return this.builder.block === this.region.body && this.inlining.length === 0
  }

  /** The array has the method from where typed arrays have it: it is neither the array's own nor a subclass's. */
  relyOnMethod(array: ArrayParameter, method: string, node: Node): void {
    const access = method.startsWith('[') ? method : `.${method}`
    this.relyOn(array, `${access} === Float64Array.prototype${access}`, node)
  }

  /** `test` follows the array in the source. */
  relyOn(array: ArrayParameter, test: string, node: Node): void {
    if (!this.liveIns.seesGlobals('Float64Array', 'Symbol')) throw outside(node, 'what a module does that has a Float64Array or Symbol of its own')
    this.tests.set(array, (this.tests.get(array) ?? new Set()).add(test))
  }

  fresh(name: string): Temporary { return { temporary: true, identifier: { name } } }
}

export function isBinding(variable: Variable): variable is Binding {
  return 'scope' in variable
}

export function isValue(slot: Slot | undefined): slot is Value {
  return typeof slot === 'object' && 'id' in slot
}

export function isRecord(slot: Slot | undefined): slot is RecordSlot {
  return typeof slot === 'object' && 'fields' in slot
}

export function outside(node: Node, what: string): Refusal {
  return new Refusal('PF300', node, `${what} is outside the language of regions`, 'Move it out of the loop, or write it with numbers and typed arrays.')
}
