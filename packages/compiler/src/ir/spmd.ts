/**
 * The lane-agnostic form of a parallel loop ("single program, multiple data"): the trips of one dimension side by side, however many there are.
 * Made by `vectorise`; each back end's legaliser picks the number of lanes. Values are uniform (one for all lanes) or varying (one per lane);
 * divergent control flow has become masks, which are varying bools (the model is ISPC, Pharr and Mark 2012).
 */
import type {
  BinaryOperation, Block, Builder, Carried, CompareOperation, ConstOperation, ConvertOperation, Dimension, HistogramOperation, IfOperation, LengthOperation, LoadOperation, Operation,
  ParforOperation, SelectOperation, StoreOperation, UnaryOperation, Value,
} from './types.ts'

/** How the subscript moves from lane to lane: not at all, by one element, by another amount that is the same for all lanes, or freely. */
export type Access =
  | { kind: 'uniform' }
  | { kind: 'contiguous' }
  | { kind: 'strided'; stride: number }
  | { kind: 'gather' }

export interface Affine { stride: number; definition?: BinaryOperation | ConvertOperation }

export interface SpmdBlock { operations: SpmdOperation[]; yields: Value[] }

/** Lanes whose mask is false neither read nor write memory. No mask: all lanes run. */
export interface SpmdLoad { kind: 'access'; load: LoadOperation; access: Access; mask?: Value }
export interface SpmdStore { kind: 'access'; store: StoreOperation; access: Access; mask?: Value }
/** Lanes update one after the other: they may share an element. */
export interface SpmdHistogram { kind: 'access'; histogram: HistogramOperation; mask?: Value }

/** Uniform condition, or uniform trips: control flow as in the plain IR. */
export interface SpmdIf { kind: 'if'; results: Value[]; condition: Value; then: SpmdBlock; else: SpmdBlock }
export interface SpmdLoop { kind: 'loop'; results: Value[]; trip: Value; trips: Value; carried: Carried[]; body: SpmdBlock }
export interface SpmdWhile { kind: 'while'; results: Value[]; carried: Carried[]; condition: SpmdBlock; body: SpmdBlock }

/** Runs if any lane of `mask` does; the results are the yields of the body, or else of `otherwise`. What the body computes for lanes outside `mask` is unspecified,
 *  and what it computes stays visible afterwards to operations under `mask`. `rare`: the `if` whose first branch this is, if its condition seldom holds. */
export interface SpmdWhen { kind: 'when'; rare?: IfOperation; mask: Value; results: Value[]; body: SpmdBlock; otherwise: SpmdBlock }

/** Goes round until no lane runs. `entered` is the mask that the condition sees, `active` the one of the body (`entered` and the condition), `leaving` those
 *  between: all lanes leave when one of `uniform` is false. Carried values go on changing in lanes that have left; a result that is used (`frozen`) takes the value that the lane had when it left. */
export interface SpmdMaskedWhile {
  kind: 'maskedwhile'; results: Value[]; carried: Carried[]; frozen: boolean[]
  mask?: Value; entered: Value; active: Value; leaving: Value; condition: SpmdBlock; uniform: Value[]; body: SpmdBlock
}

export type SpmdOperation =
  | ConstOperation | UnaryOperation | BinaryOperation | CompareOperation | SelectOperation | ConvertOperation | LengthOperation
  | SpmdLoad | SpmdStore | SpmdHistogram | SpmdIf | SpmdLoop | SpmdWhile | SpmdWhen | SpmdMaskedWhile

export type Compact = Extract<Builder, { kind: 'compact' }>

/** One dimension as lanes. `invariant` is computed once before the lanes of a row; `scalar` is the rest of the body for one trip, `lanes` the same for several. */
export interface LaneLoop {
  trip: Value
  carried: Carried[]
  invariant: Operation[]
  scalar: Block
  lanes?: SpmdBlock
  /** Values that differ from lane to lane. */
  varying: Set<Value>
  /** Those of `varying` that grow by the same constant from lane to lane: the stride, and what computes the value (nothing for the trip itself). */
  affine: Map<Value, Affine>
}

/** A parfor outside all others, with what runs in lanes: its own last dimension, or (`own` without lanes) parfors inside it. */
export interface ParforPlan {
  parfor: ParforOperation
  /** In the order in which they are walked. Only a parfor without carried values may differ from the written order. */
  dimensions: Dimension[]
  own: LaneLoop
  nested: Map<ParforOperation, LaneLoop>
}
