/** Parallel loops on one thread. Float sums and products get the shape that all back ends share (ARCHITECTURE.md: shape of reductions). */
import { isFloat } from '../ir/vocabulary.ts'
import type { Operation, ParforOperation, ScalarType } from '../ir/types.ts'
import { forEachOperation } from '../ir/walk.ts'
import { blockTrips } from '../wasm/shape.ts'
import { printBuilders } from './builders.ts'
import { identifier, infix, literal, precedence, toInt32, type Expression } from './expression.ts'
import { wrap } from './operators.ts'
import type { Prelude } from './prelude.ts'
import type { Printer } from './printer.ts'

const LANES = 8
/** Bodies of up to this many operations are printed once for each lane. */
const LONGEST_UNROLLED = 16

/** A carried value whose bits depend on the order of combination. All others are computed left to right: they come out the same. */
interface Reshaped {
  index: number
  type: ScalarType
  operator: '+' | '*'
  /** The variable that holds the initial value and takes the result. */
  target: string
  /** An array of subtrees, and one of the lanes of a block. */
  stack: string
  lanes: string
}

export function printParfor(printer: Printer, operation: ParforOperation): void {
  const trips = operation.dimensions.map((dimension) => printer.takeSimple(dimension.trips))
  const targets = printer.carried(operation.carried, operation.results)
  const append = printBuilders(printer, operation.builders)
  /** The body once, leaving the next carried values in `assigned`. */
  const body = (assigned: string[]): void => {
    printer.block(operation.body)
    append()
    printer.assign(assigned, operation.body.yields)
  }
  const rows = (depth: number): void => {
    if (depth === trips.length) body(targets)
    else printer.counting(operation.dimensions[depth].trip, trips[depth], () => rows(depth + 1))
  }
  const reshaped = reshapedValues(printer, operation, targets)
  if (reshaped.length === 0) return rows(0)
  const total = totalTrips(printer, trips)
  const block = blockTrips(operation)
  printer.nest(`if (${total.text} <= ${block})`, () => rows(0), '} else {')
  printer.nested(() => printBlocks(printer, operation, { trips, total, block, reshaped, targets, body }))
  printer.line('}')
}

function reshapedValues(printer: Printer, operation: ParforOperation, targets: string[]): Reshaped[] {
  return operation.combines.flatMap((combine, index) => {
    const { type } = operation.carried[index].parameter
    if ((combine.kind !== 'sum' && combine.kind !== 'product') || !isFloat(type)) return []
    const target = targets[index]
    const [stack, lanes] = [printer.names.fresh(`${target}_blocks`), printer.names.fresh(`${target}_lanes`)]
    return [{ index, type, operator: combine.kind === 'sum' ? '+' : '*', target, stack, lanes }]
  })
}

/** As a double: the product of several dimensions may pass 2^31. */
function totalTrips(printer: Printer, trips: Expression[]): Expression {
  if (trips.length === 1) return trips[0]
  const name = printer.names.fresh('total')
  printer.line(`const ${name} = ${trips.map((one) => `Math.max(${one.text}, 0)`).join(' * ')}`)
  return identifier(name)
}

interface Blocks {
  trips: Expression[]
  total: Expression
  block: number
  reshaped: Reshaped[]
  targets: string[]
  body: (assigned: string[]) => void
}

function printBlocks(printer: Printer, operation: ParforOperation, blocks: Blocks): void {
  const { trips, total, block, reshaped } = blocks
  const { names } = printer
  const [start, end, count] = ['start', 'end', 'blocks'].map((hint) => names.fresh(hint))
  const cursor = printCursor(printer, operation, trips)
  printer.line(`let ${count} = 0`)
  for (const { stack, lanes } of reshaped) printer.line(`const ${stack} = [], ${lanes} = new Float64Array(${LANES})`)
  printer.nest(`for (let ${start} = 0; ${start} < ${total.text}; ${start} += ${block})`, () => {
    printer.line(`const ${end} = Math.min(${start} + ${block}, ${total.text})`)
    printer.line(`${cursor.trip} = ${start}`)
    if (trips.length === 1 && isShort(operation)) printShortBlock(printer, operation, blocks, cursor.trip, end)
    else for (const value of reshaped) printer.line(`${value.lanes}.fill(${identity(value)})`)
    if (trips.length === 1) printer.nest(`while (${cursor.trip} < ${end})`, () => printOneTrip(printer, operation, blocks, cursor))
    else {
      printer.nest(`while (${cursor.trip} < ${end})`, () => {
        const stop = names.fresh('stop')
        const last = trips.length - 1
        printer.line(`const ${stop} = Math.min(${end}, ${cursor.trip} + ${trips[last].text} - ${cursor.subscripts[last]})`)
        printRow(printer, operation, blocks, cursor, stop)
        advance(printer, cursor.subscripts, trips, last)
      })
    }
    printer.line(`${count}++`)
    for (const value of reshaped) {
      const lanes = combineLanes(value, (lane) => identifier(`${value.lanes}[${lane}]`))
      printer.line(`${treeHelper(printer.prelude, value, 'push')}(${value.stack}, ${count}, ${lanes.text})`)
    }
  })
  for (const value of reshaped) {
    const tree = identifier(`${treeHelper(printer.prelude, value, 'finish')}(${value.stack})`)
    printer.line(`${value.target} = ${combine(value, identifier(value.target), tree).text}`)
  }
}

/** The variables that walk over a nest: the number of the trip, and the trip of each dimension. In a single loop the two are one. */
interface Cursor { trip: string; subscripts: string[] }

function printCursor(printer: Printer, operation: ParforOperation, trips: Expression[]): Cursor {
  const trip = printer.names.fresh('t')
  if (trips.length === 1) {
    printer.line(`let ${trip}`)
    return { trip, subscripts: [trip] }
  }
  const subscripts = operation.dimensions.map((dimension) => printer.names.fresh(dimension.trip.name ?? `v${dimension.trip.id}`))
  printer.line(`let ${[trip, ...subscripts.map((one) => `${one} = 0`)].join(', ')}`)
  return { trip, subscripts }
}

/** One trip, with the accumulators of the reshaped values in the variables or elements that `accumulator` names. */
function printTrip(printer: Printer, operation: ParforOperation, { reshaped, targets, body }: Blocks, accumulator: (value: Reshaped) => string): void {
  const assigned = [...targets]
  for (const value of reshaped) assigned[value.index] = accumulator(value)
  operation.carried.forEach(({ parameter }, index) => printer.bind(parameter, identifier(assigned[index])))
  body(assigned)
}

const allLanes = Array.from({ length: LANES }, (_, lane) => lane)

/** `wraps`: the sum fits into an i32, and V8 need not check that it does. */
function bindTrips(printer: Printer, operation: ParforOperation, { subscripts }: Cursor, offset: number, wraps = false): void {
  operation.dimensions.forEach((dimension, index) => {
    const subscript = identifier(subscripts[index])
    const moved = index === subscripts.length - 1 && offset > 0 ? infix(subscript, '+', literal(offset), precedence.additive) : subscript
    printer.bind(dimension.trip, wraps ? toInt32(moved) : moved)
  })
}

/** The accumulators are elements of the lanes. */
function printOneTrip(printer: Printer, operation: ParforOperation, blocks: Blocks, cursor: Cursor): void {
  const lane = printer.names.fresh('lane')
  printer.line(`const ${lane} = ${cursor.trip} & ${LANES - 1}`)
  bindTrips(printer, operation, cursor, 0)
  printTrip(printer, operation, blocks, (value) => `${value.lanes}[${lane}]`)
  for (const variable of walking(cursor)) printer.line(`${variable}++`)
}

const walking = ({ trip, subscripts }: Cursor): string[] => [...new Set([trip, subscripts.at(-1)!])]

/**
 * As many trips of a block as come in eights. The accumulators are variables from the beginning to the end, so that V8 keeps all of them in registers. Trips are i32, so
 * everything up to `end` is: with subscripts t + 1 | 0 … and a limit outside the loop, V8 14 and newer (Chromium, Node 24 and 26) are as fast as or up to 3 % faster than with a
 * subscript that is counted up, and than with t + 1 … by up to 10 %; V8 11 (Node 20) by 2 % slower than when counting.
 */
function printShortBlock(printer: Printer, operation: ParforOperation, blocks: Blocks, trip: string, end: string): void {
  const { reshaped } = blocks
  const variables = new Map(reshaped.map((value) => [value, allLanes.map(() => printer.names.fresh(value.target))]))
  for (const [value, lanes] of variables) printer.line(`let ${lanes.map((name) => `${name} = ${identity(value)}`).join(', ')}`)
  const last = printer.names.fresh('last')
  printer.line(`const ${last} = ${end} - ${LANES} | 0`)
  printer.nest(`while (${trip} <= ${last})`, () => {
    for (const lane of allLanes) {
      bindTrips(printer, operation, { trip, subscripts: [trip] }, lane, lane > 0)
      printTrip(printer, operation, blocks, (value) => variables.get(value)![lane])
    }
    printer.line(`${trip} = ${trip} + ${LANES} | 0`)
  })
  for (const [value, lanes] of variables) lanes.forEach((name, lane) => printer.line(`${value.lanes}[${lane}] = ${name}`))
}

/** Trips up to `stop`, which are in one row: eight at a time in variables where the first belongs to lane 0, the others one by one. */
function printRow(printer: Printer, operation: ParforOperation, blocks: Blocks, cursor: Cursor, stop: string): void {
  const { reshaped } = blocks
  const { trip } = cursor
  printer.nest(`while (${trip} < ${stop})`, () => {
    if (!isShort(operation)) return printOneTrip(printer, operation, blocks, cursor)
    printer.nest(`if ((${trip} & ${LANES - 1}) === 0 && ${trip} + ${LANES} <= ${stop})`, () => {
      const variables = new Map(reshaped.map((value) => [value, allLanes.map(() => printer.names.fresh(value.target))]))
      for (const [value, lanes] of variables) printer.line(`let ${lanes.map((name, lane) => `${name} = ${value.lanes}[${lane}]`).join(', ')}`)
      printer.nest('do', () => {
        for (const lane of allLanes) {
          bindTrips(printer, operation, cursor, lane)
          printTrip(printer, operation, blocks, (value) => variables.get(value)![lane])
        }
        for (const variable of walking(cursor)) printer.line(`${variable} += ${LANES}`)
      }, `} while (${trip} + ${LANES} <= ${stop})`)
      for (const [value, lanes] of variables) lanes.forEach((name, lane) => printer.line(`${value.lanes}[${lane}] = ${name}`))
    }, '} else {')
    printer.nested(() => printOneTrip(printer, operation, blocks, cursor))
    printer.line('}')
  })
}

/** Into the next row of a nest, where this one is at its end. */
function advance(printer: Printer, subscripts: string[], trips: Expression[], depth: number): void {
  printer.nest(`if (${subscripts[depth]} === ${trips[depth].text})`, () => {
    printer.line(`${subscripts[depth]} = 0`)
    printer.line(`${subscripts[depth - 1]}++`)
    if (depth > 1) advance(printer, subscripts, trips, depth - 1)
  })
}

function isShort(operation: ParforOperation): boolean {
  let operations = 0
  const repeatable: ReadonlySet<Operation['kind']> = new Set(['const', 'unary', 'binary', 'compare', 'select', 'convert', 'load', 'store', 'histogram', 'if'])
  forEachOperation(operation.body, ({ kind }) => { operations += kind === 'const' ? 0 : repeatable.has(kind) ? 1 : LONGEST_UNROLLED + 1 })
  return operations <= LONGEST_UNROLLED && operation.builders.length === 0
}

function identity({ operator }: Reshaped): string {
  // 0 is no identity of +: it would turn a sum of −0 into 0.
  return operator === '+' ? '-0' : '1'
}

function combine({ operator, type }: Reshaped, left: Expression, right: Expression): Expression {
  return wrap(type, infix(left, operator, right, operator === '+' ? precedence.additive : precedence.multiplicative))
}

function combineLanes(value: Reshaped, lane: (number: number) => Expression): Expression {
  const pair = (number: number): Expression => combine(value, lane(number), lane(number + LANES / 2))
  return combine(value, combine(value, pair(0), pair(2)), combine(value, pair(1), pair(3)))
}

/**
 * The tree over the blocks with a stack of subtrees: after block number n, as many merges as n has trailing zeros, and at the end the rest from
 * the top. Together it splits at the largest power of two below the number of blocks.
 */
function treeHelper(prelude: Prelude, value: Reshaped, step: 'push' | 'finish'): string {
  const merged = combine(value, identifier('stack.pop()'), identifier('value')).text
  const suffix = `${value.operator === '+' ? 'Sum' : 'Product'}${value.type === 'f32' ? '32' : ''}`
  return prelude.define(`${step}${suffix}`, (name) => (step === 'push'
    ? `const ${name} = (stack, blocks, value) => {\n  for (; (blocks & 1) === 0; blocks >>= 1) value = ${merged}\n  stack.push(value)\n}`
    : `const ${name} = (stack) => {\n  let value = stack.pop()\n  while (stack.length > 0) value = ${merged}\n  return value\n}`))
}
