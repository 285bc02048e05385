/**
 * The intermediate representation: structured, single assignment, no basic blocks and no mutable variables.
 * `if` and loops yield values (the model is MLIR's `scf` dialect). One `Region` is one kernel.
 *
 * Two stages share these types. After lowering, every number is f64 as in JavaScript and loops are `for`/`while`.
 * After `normalise` there is no `for`; `narrow` then brings integers and f32 where they give the same value.
 */

/** Types of values. bool is the result of comparisons; i8, u8, u8c, i16 and u16 exist only in memory. */
export type ScalarType = 'f64' | 'f32' | 'i32' | 'u32' | 'i64' | 'u64' | 'bool'

/** Types of array elements. `num` is a numeric (not BigInt) element type that is not known yet. */
export type ElementType =
  | 'f64' | 'f32' | 'i32' | 'u32' | 'i16' | 'u16' | 'i8' | 'u8' | 'u8c' | 'i64' | 'u64' | 'num'

export interface SourceLocation {
  /** 1-based. */
  line: number
  /** 0-based, as in Babel. */
  column: number
  endLine?: number
  endColumn?: number
}

/** One SSA value. Values are compared by identity; ids are unique in a region and only for printing. */
export interface Value {
  readonly id: number
  readonly type: ScalarType
  /** The name of the variable that it came from, for readable dumps. */
  readonly name?: string
}

/** A list of operations; `yields` are the values it hands to the operation that owns it. */
export interface Block {
  operations: Operation[]
  yields: Value[]
}

/** A value that travels round a loop: `parameter` is its value at the start of a trip. The block's yields give the next. */
export interface Carried {
  parameter: Value
  initial: Value
}

export type UnaryOperator =
  | 'neg' | 'abs' | 'sqrt' | 'floor' | 'ceil' | 'trunc'
  /** Round half to even (wasm `nearest`), not `Math.round`. */
  | 'nearest'
  /** bool only. */
  | 'not'
  /** Leading zeros of an i32 or u32, as i32. */
  | 'clz'
  /** Bit-level primitives for the vector math kernels, f64 → f64. `exponent`: unbiased exponent field (−1023 for zero and
   *  subnormals); `mantissa`: exponent field replaced by 0, so 1 ≤ |m| < 2 for normal x, sign kept; `pow2`: 2^k for an integer −1023 ≤ k ≤ 1024
   *  (0 and ∞ at the ends); `high`: the low 32 bits of the representation cleared. */
  | 'exponent' | 'mantissa' | 'pow2' | 'high'
  /** f64 → bool, for integers from 2^52 to 2^53: whether it is odd. */
  | 'odd'

export type BinaryOperator =
  /** Float: IEEE. Integer: wrapping. */
  | 'add' | 'sub' | 'mul'
  /** f64/f32: IEEE. Integer: only where the divisor is proved non-zero and INT_MIN / -1 impossible; truncates. */
  | 'div'
  /** f64: JavaScript's `%`. Integer: only under the conditions of div. */
  | 'rem'
  /** Math.min/Math.max of JavaScript: NaN propagates, -0 < +0. */
  | 'min' | 'max'
  | 'copysign'
  /** f64: the left operand, negated where the right one, an integer from 2^52 to 2^53, is 2 or 3 modulo 4. */
  | 'quadrant'
  /** i32, u32, i64, u64 bitwise; bool logical. */
  | 'and' | 'or' | 'xor'
  /** Counts are taken modulo the width; `shr` is arithmetic for i32/i64 and logical for u32/u64. The count has the type of the left operand. */
  | 'shl' | 'shr'

/** As in JavaScript on numbers: every relation with NaN is false, except `ne`. */
export type Relation = 'lt' | 'le' | 'gt' | 'ge' | 'eq' | 'ne'

/** `value`: keeps the number, rounding once if the target is a float (i32→f64, u32→f64, f32→f64, f64→f32, i64→f64, bool→any 0/1).
 *  `wrap`: modulo 2^width (f64→i32 is ToInt32, f64→u32 is ToUint32, i32↔u32, i64↔u64 reinterpret).
 *  `exact`: f64→integer where the compiler has proved (or a guard checks) that the operand is an integer in range; -0 gives 0. */
export type ConvertMode = 'value' | 'wrap' | 'exact'

/** Functions of `Math` that are not operators. `expandMath` turns all of them into operations. */
export type MathFunction =
  | 'exp' | 'expm1' | 'log' | 'log2' | 'log10' | 'log1p' | 'pow' | 'cbrt' | 'hypot'
  | 'sin' | 'cos' | 'tan' | 'asin' | 'acos' | 'atan' | 'atan2'
  | 'sinh' | 'cosh' | 'tanh' | 'asinh' | 'acosh' | 'atanh'
  | 'round' | 'sign' | 'clz32' | 'imul' | 'fround'

/** How an access meets the ends of its array.
 *  `checked`: tested at each access; a read out of range gives NaN, a write does nothing (JavaScript's rule for numbers).
 *  `guarded`: a guard on the region, or a proof, ensures that it is in range. Lowering emits `checked`;
 *  `strict` is `checked` whose value could be seen as `undefined` (===, ??, live-out, BigInt): it must become guarded or the region is refused. */
export type Bounds = 'checked' | 'strict' | 'guarded'

interface Located { location?: SourceLocation }

export interface ConstOperation { kind: 'const'; result: Value; value: number | bigint | boolean }
export interface UnaryOperation { kind: 'unary'; operator: UnaryOperator; result: Value; operand: Value }
export interface BinaryOperation { kind: 'binary'; operator: BinaryOperator; result: Value; left: Value; right: Value }
export interface CompareOperation { kind: 'compare'; relation: Relation; result: Value; left: Value; right: Value }
export interface SelectOperation { kind: 'select'; result: Value; condition: Value; whenTrue: Value; whenFalse: Value }
export interface ConvertOperation { kind: 'convert'; mode: ConvertMode; result: Value; operand: Value }
export interface CallOperation extends Located { kind: 'call'; callee: MathFunction; result: Value; arguments: Value[] }

/** The element count of an array, as i32 (lengths above 2^31 − 1 fail the region's entry check). */
export interface LengthOperation { kind: 'length'; result: Value; array: ArrayParameter }

/** `index` is f64 (a JavaScript subscript: fractional, negative, NaN allowed; −0 is 0) or i32.
 *  `result` is f64 (the number that JavaScript reads) or the element's native type: i32 for i8…i32 and u8…u16, u32 for u32, f32, i64, u64. */
export interface LoadOperation extends Located {
  kind: 'load'; result: Value; array: ArrayParameter; index: Value; bounds: Bounds
}

/** `value` is f64 (converted to the element as JavaScript does: wrap, clamp, fround) or the element's native type. */
export interface StoreOperation extends Located {
  kind: 'store'; array: ArrayParameter; index: Value; value: Value; bounds: Bounds
}

/** array[index] = array[index] ⊕ value, whose results do not depend on the order: integers wrap, min and max are those of `BinaryOperator`.
 *  In a parfor different trips may update one element, and nothing else may read or write the array. */
export interface HistogramOperation extends Located {
  kind: 'histogram'; operator: HistogramOperator; array: ArrayParameter; index: Value
  /** Of the element's native type, and for min and max one that the element can hold. */
  value: Value
  bounds: Bounds
}

export type HistogramOperator = Extract<BinaryOperator, 'add' | 'min' | 'max' | 'and' | 'or' | 'xor'>

/** What back ends may make of an `if` without effects; it stays a branch.
 *  `rare`: the condition seldom holds, so that the first branch counts for nothing where costs are weighed.
 *  `general`: the second branch is a short cut to the same results; where the condition does not hold, the first would give them too. */
export type BranchHint = 'rare' | 'general'

export interface IfOperation extends Located {
  kind: 'if'; results: Value[]; condition: Value; then: Block; else: Block; hint?: BranchHint
}

/** A JavaScript counting loop, before `normalise`: f64 counter, `counter relation upper` tested before each trip, then `counter += step`.
 *  `upper` is evaluated once (lowering proves that the body cannot change it, else it emits `while`). `exitCounter` is the counter after the loop. */
export interface ForOperation extends Located {
  kind: 'for'; id: number; label?: string
  results: Value[]; exitCounter: Value
  counter: Value; lower: Value; upper: Value; step: number; relation: 'lt' | 'le' | 'gt' | 'ge' | 'ne'
  carried: Carried[]; body: Block
}

/** `condition` sees the carried parameters and yields one bool; `body` sees them too and yields the next ones. A do-while is a while with a carried flag. */
export interface WhileOperation extends Located {
  kind: 'while'; id: number; label?: string
  results: Value[]; carried: Carried[]; condition: Block; body: Block
}

/** A counted sequential loop: `trip` (i32) runs from 0 to `trips` − 1 (`trips` ≤ 0: no trip). */
export interface LoopOperation extends Located {
  kind: 'loop'; id: number; label?: string
  results: Value[]; trip: Value; trips: Value; carried: Carried[]; body: Block
}

/** How the lanes, blocks and threads of a parfor combine one carried value (design: shape of reductions).
 *  sum, product: the fixed tree; identity −0 and 1. min, max: Math.min/Math.max. and, or, xor: i32 or bool.
 *  first, last: the value assigned by the first/last trip that assigned one (needs `winner`).
 *  least, greatest: `if (x < m) m = x` and friends; ties as in the plain loop: `tie: 'first'` for a strict relation, `'last'` for ≤ ≥.
 *  A `companion` takes its value from the trip that won the carried value number `of` (argmin, argmax, first, last). */
export type Combine =
  | { kind: 'sum' } | { kind: 'product' } | { kind: 'min' } | { kind: 'max' }
  | { kind: 'and' } | { kind: 'or' } | { kind: 'xor' }
  | { kind: 'least' | 'greatest'; tie: 'first' | 'last'; winner: number }
  | { kind: 'first' | 'last'; winner: number }
  | { kind: 'companion'; of: number }
  /** The hidden i32 carried value that holds the number of the trip that won (−1: none yet; initial value −1). */
  | { kind: 'winner' }

/** What a parfor produces besides reductions. Dataframe plans are written with these. */
export type Builder =
  /** The k-th trip (from 0, in trip order) whose `condition` holds writes the values of `columns` at `initial` + k, where the arrays have such an element;
   *  `count` is `initial` plus how many these trips are. No element of the arrays is read or written in another way, and i32 holds all positions. */
  | { kind: 'compact'; condition: Value; initial: Value; columns: { array: ArrayParameter; value: Value }[]; count: Value }
  /** Rolls `values` up by `key`: one row of `keys` and of each of `columns` per group, in order of first appearance; `count` groups. */
  | { kind: 'group'; key: Value; keys: ArrayParameter
      columns: { array: ArrayParameter; value: Value; combine: 'sum' | 'min' | 'max' | 'count' }[]; count: Value }

/** One dimension of a parfor. A perfect rectangular nest is one parfor with several, outermost first. */
export interface Dimension { trip: Value; trips: Value; id: number; label?: string; location?: SourceLocation }

/** The parallel loop. The trips of all dimensions, row-major, are independent except for what `combines` and `builders` say.
 *  The body computes the next carried values from the carried parameters exactly as the sequential loop does; lanes, blocks and threads
 *  start from the identity of `combines[k]` and are combined by it, and the result is initial ⊕ tree. */
export interface ParforOperation extends Located {
  kind: 'parfor'; id: number
  dimensions: Dimension[]
  results: Value[]; carried: Carried[]; combines: Combine[]
  builders: Builder[]
  body: Block
}

/** Executed by one thread of the team; the others wait (inserted by `team`). No results. */
export interface SingleOperation { kind: 'single'; body: Block }
/** All threads of the team meet here (inserted by `team`). */
export interface BarrierOperation { kind: 'barrier' }
/** A value combined over all ranks (inserted by `distribute`). */
export interface AllReduceOperation { kind: 'allreduce'; result: Value; operand: Value; combine: 'sum' | 'min' | 'max' }
/** The part of 0 … `total` − 1 that this rank owns (inserted by `distribute`). */
export interface RankRangeOperation { kind: 'rankrange'; start: Value; count: Value; total: Value }

export type Operation =
  | ConstOperation | UnaryOperation | BinaryOperation | CompareOperation | SelectOperation | ConvertOperation | CallOperation
  | LengthOperation | LoadOperation | StoreOperation | HistogramOperation
  | IfOperation | ForOperation | WhileOperation | LoopOperation | ParforOperation
  | SingleOperation | BarrierOperation | AllReduceOperation | RankRangeOperation

/** An array that the region reads or writes: a live-in of the host function. Compared by identity. */
export interface ArrayParameter {
  readonly name: string
  /** Becomes definite in `specialise`. */
  element: ElementType
  read: boolean
  written: boolean
  /** Written only, and every element of it proved to be written or unobservable: its old contents need not be copied in. */
  overwritten?: boolean
  /** Written only, and overwritten if it is as long as the array of this name, or as the scalar of this name says. */
  coveredBy?: string
}

/** A scalar live-in of the host function. Guards check its kind: number (f64), boolean (bool), bigint that fits (i64, u64). */
export interface ScalarParameter { value: Value; name: string }

/** A condition on the live-ins without which the region must not run; the original statements run instead. */
export interface Guard { condition: Value; reason: string; location?: SourceLocation }

/** What the region assumes of two arrays of which at least one is written. `same`: the identical view is fine too. */
export interface AliasRule { first: ArrayParameter; second: ArrayParameter; same: boolean }

export interface Region {
  name: string
  arrays: ArrayParameter[]
  scalars: ScalarParameter[]
  /** Pure operations on scalars and lengths, run once before the guards; its values are visible in the body. Never yields. */
  prologue: Block
  guards: Guard[]
  aliases: AliasRule[]
  /** f64, from the prologue: estimated cost in simple operations; the gate compares it. */
  work?: Value
  /** Yields the outputs. */
  body: Block
  outputs: { name: string; type: ScalarType }[]
  /** Source of the next value id. */
  nextValue: number
}
