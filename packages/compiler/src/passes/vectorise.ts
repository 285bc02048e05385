/**
 * Decides, for a parfor outside all others, which dimension becomes lanes, and writes that dimension in SPMD form (ir/spmd.ts).
 * The candidates are its own dimensions (only the last one if values are carried, whose order of trips is fixed), and the parfors inside it.
 */
import type { Affine, LaneLoop, ParforPlan } from '../ir/spmd.ts'
import type { Block, Carried, Dimension, Operation, ParforOperation, Region, Value } from '../ir/types.ts'
import { builderOperands, forEachOperation, forEachRegionOperation } from '../ir/walk.ts'
import { findAffine } from './vectorise/affine.ts'
import { laneCost, scalarCost } from './vectorise/cost.ts'
import { splitInvariant } from './vectorise/invariant.ts'
import { Masker } from './vectorise/masks.ts'
import { sequentialise } from './vectorise/sequentialise.ts'
import { analyseShapes, type Shapes } from './vectorise/shapes.ts'

/** An element appended, with a branch that may be mispredicted; and without one, by a lane. */
const APPENDED_SCALAR = 4
const APPENDED_LANE = 1

type Constants = ReadonlyMap<Value, number | bigint | boolean>

interface Candidate { trip: Value; carried: Carried[]; body: Block; shapes: Shapes; affine: Map<Value, Affine>; cost: number }

export function vectorise(region: Region, parfor: ParforOperation): ParforPlan {
  const constants = constantsOf(region, parfor)
  const flat = withBuilders(parfor, sequentialise(region, parfor.body, () => false))
  const [best, dimensions] = bestOwn(parfor, flat, constants)
  const split = splitNested(region, parfor, constants)
  const appended = parfor.builders.reduce((sum, builder) => sum + builder.columns.length, 0)
  const scalar = scalarCost(flat) + appended * APPENDED_SCALAR
  if (split && split.cost < Math.min(best.cost, scalar)) {
    const own = laneLoop(region, { ...best, body: split.body }, constants, false)
    return { parfor, dimensions: parfor.dimensions, own, nested: split.loops }
  }
  const lanes = best.cost + appended * APPENDED_LANE < scalar
  return { parfor, dimensions: lanes ? dimensions : parfor.dimensions, own: laneLoop(region, lanes ? best : written(parfor, best), constants, lanes), nested: new Map() }
}

/** The parfor may be one that was made for the back end and is not in the region. */
function constantsOf(region: Region, parfor: ParforOperation): Constants {
  const constants = new Map<Value, number | bigint | boolean>()
  const note = (operation: Operation): void => { if (operation.kind === 'const') constants.set(operation.result, operation.value) }
  forEachRegionOperation(region, note)
  forEachOperation(parfor.body, note)
  return constants
}

function lastTrip({ dimensions }: ParforOperation): Value { return dimensions[dimensions.length - 1].trip }
function written(parfor: ParforOperation, candidate: Candidate): Candidate { return { ...candidate, trip: lastTrip(parfor) } }

function analyse(trip: Value, carried: Carried[], body: Block, constants: Constants): Candidate {
  const shapes = analyseShapes(body, [trip, ...carried.map((one) => one.parameter)], constants)
  const affine = findAffine(body, trip, shapes.varying, constants)
  return { trip, carried, body, shapes, affine, cost: laneCost(body, shapes, affine) }
}

/** What builders read of a trip follows the carried values among the yields. */
function withBuilders(parfor: ParforOperation, body: Block): Block {
  return parfor.builders.length === 0 ? body : { ...body, yields: [...body.yields, ...builderOperands(parfor)] }
}

/** Without carried values and builders the trips may be walked in any order: the dimension with the best accesses comes last. */
function bestOwn(parfor: ParforOperation, body: Block, constants: Constants): [Candidate, Dimension[]] {
  const { dimensions, carried } = parfor
  let best = analyse(lastTrip(parfor), carried, body, constants)
  let order = dimensions
  if (carried.length + parfor.builders.length > 0) return [best, order]
  for (const dimension of dimensions.slice(0, -1)) {
    const candidate = analyse(dimension.trip, carried, body, constants)
    if (candidate.cost < best.cost) {
      best = candidate
      order = [...dimensions.filter((one) => one !== dimension), dimension]
    }
  }
  return [best, order]
}

/** Scalar trips of this parfor, with the parfors right inside it as lanes. */
function splitNested(region: Region, parfor: ParforOperation, constants: Constants): { body: Block; loops: Map<ParforOperation, LaneLoop>; cost: number } | undefined {
  const nested = innerParfors(parfor.body)
  if (nested.length === 0) return undefined
  const body = withBuilders(parfor, sequentialise(region, parfor.body, (one) => nested.includes(one)))
  const loops = new Map<ParforOperation, LaneLoop>()
  const costs = new Map<Operation, number>()
  for (const inner of nested) {
    const flat = sequentialise(region, inner.body, () => false)
    const candidate = analyse(lastTrip(inner), [], flat, constants)
    const scalar = scalarCost(flat)
    const lanes = candidate.cost < scalar
    loops.set(inner, laneLoop(region, candidate, constants, lanes))
    costs.set(inner, Math.min(candidate.cost, scalar))
  }
  return { body, loops, cost: scalarCost(body, costs) }
}

/** The outermost of the parfors inside a block that carry nothing. */
function innerParfors(block: Block): ParforOperation[] {
  const found: ParforOperation[] = []
  const seen = new Set<ParforOperation>()
  forEachOperation(block, (operation) => {
    if (operation.kind !== 'parfor' || seen.has(operation) || operation.carried.length > 0) return
    found.push(operation)
    forEachOperation(operation.body, (inner) => { if (inner.kind === 'parfor') seen.add(inner) })
  })
  return found
}

function laneLoop(region: Region, candidate: Candidate, constants: Constants, lanes: boolean): LaneLoop {
  const { trip, carried, body, shapes, affine } = candidate
  const { invariant, rest } = splitInvariant(region, body, [trip, ...carried.map((one) => one.parameter)])
  const loop: LaneLoop = { trip, carried, invariant, scalar: rest, varying: shapes.varying, affine }
  if (lanes) loop.lanes = new Masker(region, shapes, affine, constants).block(rest)
  return loop
}
