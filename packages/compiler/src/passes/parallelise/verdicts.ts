/** What the user is told of each loop. */
import type { Diagnostic, RelatedLocation } from '../../diagnostics/diagnostic.ts'
import type { Obstacle } from '../../analysis/dependence.ts'
import type { Compaction, CompactionRefusal, RefusedCompaction } from '../../analysis/compactions.ts'
import type { Histogram, HistogramRefusal } from '../../analysis/histograms.ts'
import type { Definitions } from '../../analysis/polynomial.ts'
import type { Reduction } from '../../analysis/reductions/recognise.ts'
import type { Block, Carried, LoopOperation, Operation, SourceLocation, Value, WhileOperation } from '../../ir/types.ts'
import { forEachOperation, nestedBlocks, operands } from '../../ir/walk.ts'

type SourceLoop = LoopOperation | WhileOperation

/** Why a loop is not parallel: the diagnostic without the loop it is about. */
export type Reason = Pick<Diagnostic, 'code' | 'message' | 'cause' | 'cure' | 'related'>

export function loopName({ label, ...loop }: { label?: string; trip?: Value }): string {
  if (label !== undefined) return `loop '${label}'`
  return loop.trip?.name === undefined ? 'loop' : `loop over '${loop.trip.name}'`
}

function verdict(loop: SourceLoop, code: Diagnostic['code'], severity: Diagnostic['severity'], rest: Omit<Diagnostic, 'code' | 'severity'>): Diagnostic {
  const { id, label, location } = loop
  return { code, severity, ...rest, ...(location && { location }), loop: { id, ...(label !== undefined && { label }) } }
}

const reductionNames: Readonly<Record<Exclude<Reduction['kind'], 'companion'>, string>> = {
  sum: 'sum', product: 'product', min: 'minimum', max: 'maximum', least: 'least', greatest: 'greatest', and: 'and', or: 'or', xor: 'xor', first: 'first value', last: 'last value', flag: 'flag',
}

export interface Produced { reductions: readonly Reduction[]; histograms: readonly Histogram[]; compactions: readonly Compaction[] }

/** `carried`: without the counters of compactions. */
export function parallelVerdict(loop: LoopOperation, carried: readonly Carried[], { reductions, histograms, compactions }: Produced): Diagnostic {
  const name = loopName(loop)
  if (reductions.length + histograms.length + compactions.length === 0) return verdict(loop, 'PF100', 'info', { message: `the ${name} runs in parallel` })
  const parts = reductions.map((reduction, position) => {
    const leader = reduction.kind === 'companion' ? reductions[reduction.of] : reduction
    const kind = leader.kind === 'companion' ? 'last value' : reductionNames[leader.kind]
    const variable = carried[position].parameter.name
    return `${kind}${reduction.kind === 'companion' ? '’s companion' : ''}${variable === undefined ? '' : ` '${variable}'`}`
  })
  parts.push(...histograms.map(({ array }) => `histogram '${array.name}'`))
  parts.push(...compactions.map(({ arrays, position }) => {
    const counter = loop.carried[position].parameter.name
    return `filter ${arrays.map((array) => `'${array.name}'`).join(' and ')}${counter === undefined ? '' : ` counted by '${counter}'`}`
  }))
  return verdict(loop, 'PF101', 'info', { message: `the ${name} runs in parallel, with ${parts.length === 1 ? 'a reduction' : 'reductions'}: ${parts.join(', ')}` })
}

export function insideVerdict(loop: SourceLoop): Diagnostic {
  return verdict(loop, 'PF102', 'info', { message: `the ${loopName(loop)} runs inside a parallel loop` })
}

export function aroundVerdict(loop: SourceLoop, reason: Reason): Diagnostic {
  return verdict(loop, 'PF103', 'info', {
    message: `the ${loopName(loop)} is sequential; the parallel loops inside it run as one team`, cause: reason.message, ...(reason.related && { related: reason.related }),
  })
}

export function sequentialVerdict(loop: SourceLoop, { code, ...reason }: Reason): Diagnostic {
  return verdict(loop, code, 'warning', reason)
}

/** A `while`, and a `for` whose trips cannot be counted before it starts. */
export function whileReason(loop: WhileOperation): Reason {
  const flags = loop.carried.filter(({ parameter }) => parameter.type === 'bool' && uses(loop.condition, parameter))
  if (flags.length > 0) {
    return {
      code: 'PF204', message: 'the loop leaves early, so that later trips depend on earlier ones',
      cure: 'Let the loop run to its end, and use `if` or `continue` instead of `break`.',
    }
  }
  return {
    code: 'PF203', message: 'the number of trips is not known before the loop',
    cure: 'Count with `for (let i = a; i < b; i += c)`, with integer bounds that the loop does not change.',
  }
}

function uses(block: Block, value: Value): boolean {
  let found = block.yields.includes(value)
  forEachOperation(block, (operation) => {
    if (operands(operation).includes(value) || nestedBlocks(operation).some((inner) => inner.yields.includes(value))) found = true
  })
  return found
}

export function exactReason(variable: string | undefined): Reason {
  return {
    code: 'PF200', message: `${quoted(variable)} is a sum or product of floats, and with \`exact\` these keep their order`,
    cure: 'Leave out `exact`, if another order of additions is acceptable.',
  }
}

function quoted(name: string | undefined): string {
  return name === undefined ? 'a value' : `'${name}'`
}

export function carriedReason(loop: LoopOperation, position: number, definitions: Definitions): Reason {
  const { parameter } = loop.carried[position]
  const name = quoted(parameter.name)
  const next = loop.body.yields[position]
  const written = locationNear(next, definitions) ?? loop.location
  const read = locationOfUse(loop.body, parameter, definitions) ?? written
  const related: RelatedLocation[] = []
  if (written) related.push({ location: written, message: `${name} is written here` })
  if (read) related.push({ location: read, message: `the ${name} of the trip before is read here` })
  const lines = written && read ? ` (written in line ${written.line}, read in line ${read.line})` : ''
  const usesNegation = isNegatedExtremum(next, parameter, definitions)
  return {
    code: 'PF200', message: `${name} is carried from trip to trip${lines}`, ...(related.length > 0 && { related }),
    cause: usesNegation
      ? 'As it is written, a NaN is taken and replaced by whatever follows, so that the result depends on the order.'
      : 'What a trip computes needs the value that the trip before it left.',
    cure: usesNegation
      ? 'Write `if (x > m) m = x` or `m = x > m ? x : m`, which skip NaN, or `m = Math.max(m, x)`.'
      : `Compute ${name} from the loop counter, store it in an array, or use it only in a reduction such as \`s += x\`, \`Math.max(m, x)\` or \`if (x > m) m = x\`.`,
  }
}

/** m = m > x ? m : x, and `if (!(m > x)) m = x`. */
function isNegatedExtremum(next: Value, parameter: Value, definitions: Definitions): boolean {
  const choice = definitions.get(next)
  if (choice?.kind !== 'select' && choice?.kind !== 'if') return false
  const comparison = definitions.get(choice.condition)
  if (comparison?.kind !== 'compare' || comparison.relation === 'eq' || comparison.relation === 'ne') return false
  const kept = choice.kind === 'select' ? choice.whenTrue : choice.then.yields[choice.results.indexOf(next)]
  return kept === parameter && (comparison.left === parameter || comparison.right === parameter)
}

/** The place of an operation, or of the nearest one it is computed from. */
function locationNear(value: Value, definitions: Definitions): SourceLocation | undefined {
  const seen = new Set<Value>()
  let front = [value]
  while (front.length > 0) {
    const next: Value[] = []
    for (const one of front) {
      const definition = definitions.get(one)
      if (!definition || seen.has(one)) continue
      seen.add(one)
      const location = locationOf(definition)
      if (location) return location
      next.push(...operands(definition), ...nestedBlocks(definition).flatMap((block) => block.yields))
    }
    front = next
  }
  return undefined
}

function locationOf(operation: Operation): SourceLocation | undefined {
  return 'location' in operation ? operation.location : undefined
}

/** Where something is computed from the value, or stored. */
function locationOfUse(body: Block, value: Value, definitions: Definitions): SourceLocation | undefined {
  let found: SourceLocation | undefined
  const reached = new Set([value])
  forEachOperation(body, (operation) => {
    if (found || !operands(operation).some((operand) => reached.has(operand))) return
    found = locationOf(operation) ?? operands(operation).map((operand) => reached.has(operand) ? undefined : locationNear(operand, definitions)).find(Boolean)
    if ('result' in operation) reached.add(operation.result)
  })
  return found
}

const refusals: Readonly<Record<HistogramRefusal, (array: string) => Pick<Reason, 'cause' | 'cure'>>> = {
  'float sum': (array) => ({
    cause: 'It is a histogram of floats: their sums depend on the order of the additions, and trips that run at the same time have none.',
    cure: `Count in an Int32Array or Uint32Array, whose sums are the same in any order; or collect what is added to ${array} per trip, and add it in a loop of its own.`,
  }),
  'clamped sum': (array) => ({
    cause: 'It is a histogram of clamped bytes: a sum that has passed 255 is forgotten, so that what comes out depends on the order.',
    cure: `Make ${array} a Uint8Array, which wraps, or an Int32Array.`,
  }),
  value: () => ({
    cause: 'It is a histogram, but what a trip adds or compares may be a fraction, NaN, or a number that the array does not hold; then the order can be seen.',
    cure: 'Update it by integers: elements of an integer array, read in range of the loop, or `x | 0`.',
  }),
  operators: () => ({
    cause: 'It is a histogram by several operators, and an element that has been added to and then compared is not the one that was compared first.',
    cure: 'Use one loop for the sums and another one for the others.',
  }),
}

const compactionRefusals: Readonly<Record<CompactionRefusal, (counter: string, array: string) => Pick<Reason, 'cause' | 'cure'>>> = {
  use: (counter, array) => ({
    cause: `The loop appends to ${array}, and threads find out where from how many trips before have appended; but ${counter} is used for more than that, or is not advanced by one.`,
    cure: `Use ${counter} inside the loop only as in \`if (c) { out[n] = x; n++ }\`, and test it or compute with it after the loop.`,
  }),
  twice: (counter, array) => ({
    cause: `Some trips append more than one element to ${array}.`,
    cure: `Append to an array for each of them, \`xs[n] = x; ys[n] = y; n++\`, so that ${counter} is advanced by one.`,
  }),
  apart: (counter, array) => ({
    cause: `Some trips write to ${array} without advancing ${counter}, or advance it without writing; then elements of one trip would have to be written after those of later ones.`,
    cure: `Write and advance in the same place: \`if (c) { out[n] = x; n++ }\`.`,
  }),
  inside: (counter, array) => ({
    cause: `Elements are appended to ${array} in a loop inside this one.`,
    cure: `Count the elements of each row in a first loop and write them in a second one, or append in one loop over all trips of both.`,
  }),
  access: (counter, array) => ({
    cause: `The loop appends to ${array}, and reads it or writes it in another way too; a trip would have to wait for those before it.`,
    cure: `Append to another array than those that the loop reads, and give each array one counter, instead of ${counter} for both.`,
  }),
  decided: (counter, array) => ({
    cause: `Whether a trip appends to ${array} depends on a value that earlier trips have left, so that they cannot be counted before.`,
    cure: `Compute that value in a loop of its own, or leave the loop as it is: it keeps its order in plain JavaScript.`,
  }),
  condition: (counter, array) => ({
    cause: `Whether a trip appends to ${array} depends on an element that the same trip has written before; threads ask it twice, to advance ${counter} and to write, and get two answers.`,
    cure: 'Keep what is tested in a local variable, `const v = …; a[i] = v; if (v > 0) …`, or test before writing.',
  }),
}

/** A counter by which the loop appends, and what else it does. */
export function compactionReason(loop: LoopOperation, { position, array, refusal }: RefusedCompaction, definitions: Definitions): Reason {
  const { related, ...reason } = carriedReason(loop, position, definitions)
  const counter = quoted(loop.carried[position].parameter.name)
  return { ...reason, ...(related && { related }), ...compactionRefusals[refusal](counter, `'${array.name}'`) }
}

export function startReason(loop: LoopOperation, position: number): Reason {
  const counter = quoted(loop.carried[position].parameter.name)
  return {
    code: 'PF200', message: `${counter} is carried from trip to trip`,
    cause: `The loop appends from ${counter} on, and where that is cannot be told before the region runs: it must be an integer that stays below 2^31.`,
    cure: `Let ${counter} start from a constant, from an integer that is there before the loops, or from where the loop before ends.`,
  }
}

/** An array whose elements trips share and update, in a way whose order can be seen. */
export function histogramReason(obstacle: Obstacle, refusal: HistogramRefusal): Reason {
  return { ...obstacleReason(obstacle), ...refusals[refusal](`'${obstacle.store.array.name}'`) }
}

export function obstacleReason({ kind, store, access }: Obstacle): Reason {
  const array = `'${store.array.name}'`
  const related: RelatedLocation[] = []
  if (store.location) related.push({ location: store.location, message: `${array} is written here` })
  if (access !== store && access.location) {
    related.push({ location: access.location, message: kind === 'subscript' ? `${array} is accessed here` : `an element that another trip writes is ${access.kind === 'load' ? 'read' : 'written'} here` })
  }
  const lines = store.location && access.location ? ` (lines ${store.location.line} and ${access.location.line})` : ''
  if (kind === 'subscript') {
    return {
      code: 'PF202', message: `which elements of ${array} a trip touches cannot be told from its subscript${lines}`, ...(related.length > 0 && { related }),
      cause: 'Two trips could touch the same element. A subscript must be a sum of loop counters, each times a constant or a value known before the loop.',
      cure: `Subscript ${array} with the loop counters, or collect results per trip and scatter them in a loop of their own.`,
    }
  }
  return {
    code: 'PF201', message: `an element of ${array} is carried from trip to trip${lines}`, ...(related.length > 0 && { related }),
    cause: access === store ? 'Different trips write the same element.' : 'One trip writes an element that another one reads or writes.',
    cure: access === store ? 'Accumulate in a local variable, and store it after the loop.' : 'Write to another array than the one that is read.',
  }
}
