/**
 * What a trip, or a group of lanes, appends (builder `compact`). Lanes write without branches, each at the place behind what the lanes before it keep: what a lane writes that keeps nothing,
 * the next one overwrites, so that only the element behind the last one kept has to be put back. Branches that depend on data would be mispredicted (measured: on 4M doubles of which every other one,
 * at random, is kept, plain JavaScript needs ten times as long as on sorted ones). Elements that are not surely this thread's and inside the arrays are written one by one.
 */
import type { Compact } from '../ir/spmd.ts'
import type { Value } from '../ir/types.ts'
import { elementInfo } from './elements.ts'
import { wasmType, type Environment } from './environment.ts'
import { SHAPE_LANES } from './frame.ts'
import type { FunctionBuilder } from './function.ts'
import { convertVectorsForStore } from './lane-convert.ts'
import type { LaneValues } from './lane-values.ts'
import { emitScalarStore } from './scalar-access.ts'

export interface Appending {
  builder: Compact
  /** Locals: where the next element goes, and the positions below which a group of lanes may write all its elements. */
  position: number
  room: number
}

/** `limit`: a local with the first position that is not this chunk's. */
export function prepareAppending(environment: Environment, builder: Compact, position: number, limit: number): Appending {
  const { code } = environment
  const [least, room] = [code.local('i32'), code.local('i32')]
  code.get(limit); code.set(least)
  for (const { array } of builder.columns) {
    const { length } = environment.array(array)
    for (const local of [least, length, least, length]) code.get(local)
    code.op('i32.lt_s', 'select'); code.set(least)
  }
  code.get(least); code.i32(SHAPE_LANES); code.op('i32.sub'); code.i32(0)
  code.get(least); code.i32(SHAPE_LANES); code.op('i32.gt_s', 'select'); code.set(room)
  return { builder, position, room }
}

function advance(code: FunctionBuilder, position: number, push: () => void): void {
  code.get(position); push(); code.op('i32.add'); code.set(position)
}

export function emitScalarAppend(environment: Environment, { builder, position }: Appending): void {
  const { code } = environment
  const index: Value = { id: -1, type: 'i32' }
  environment.bind(index, position)
  environment.push(builder.condition)
  code.if(() => {
    for (const { array, value } of builder.columns) emitScalarStore(environment, { kind: 'store', array, index, value, bounds: 'checked' })
    advance(code, position, () => code.i32(1))
  })
}

export function emitLaneAppend(values: LaneValues, appending: Appending): void {
  const { code, environment } = values
  const { builder, position, room } = appending
  const bits = keptLanes(values, builder.condition)
  code.get(bits)
  code.if(() => values.scoped(() => {
    const natives = builder.columns.map(({ array, value }) => convertVectorsForStore(values, value.type, array.element, (vector) => values.push(value, vector)))
    const count = code.local('i32')
    code.get(bits); code.op('i32.popcnt'); code.set(count)
    code.get(position); code.get(room); code.op('i32.lt_u')
    code.if(
      () => builder.columns.forEach((column, index) => writeAll(values, column, natives[index], { bits, count, position })),
      () => writeKept(values, appending, natives, bits),
    )
    advance(code, position, () => code.get(count))
  }))

  function writeAll(lanes: LaneValues, { array }: Compact['columns'][number], vectors: number[], at: { bits: number; count: number; position: number }): void {
    const { shift, native, load, store } = elementInfo(array.element)
    const [address, behind] = [code.local('i32'), code.local('i32')]
    const wasm = wasmType(native)
    const old = code.local(wasm)
    const scaled = (push: () => void): void => { push(); if (shift > 0) { code.i32(shift); code.op('i32.shl') } }
    code.get(environment.array(array).base); scaled(() => code.get(at.position)); code.op('i32.add'); code.tee(address)
    scaled(() => code.get(at.count)); code.op('i32.add'); code.tee(behind)
    code.memory(load); code.set(old)
    for (let lane = 0; lane < lanes.lanes; lane++) {
      code.get(address)
      storeLane(lanes, array.element, vectors, lane)
      if (lane === lanes.lanes - 1) break
      code.get(address)
      code.get(at.bits)
      if (lane > shift) { code.i32(lane - shift); code.op('i32.shr_u') }
      else if (lane < shift) { code.i32(shift - lane); code.op('i32.shl') }
      code.i32(1 << shift); code.op('i32.and', 'i32.add'); code.set(address)
    }
    code.get(behind); code.get(old); code.memory(store)
  }
}

/** The lanes that keep something, as bits of a local. */
function keptLanes(values: LaneValues, condition: Value): number {
  const { code, environment } = values
  const bits = code.local('i32')
  if (values.isVarying(condition)) {
    values.maskLocals(condition, 32).forEach((mask, vector) => {
      code.get(mask); code.op('i32x4.bitmask')
      if (vector > 0) { code.i32(4 * vector); code.op('i32.shl'); code.get(bits); code.op('i32.or') }
      code.set(bits)
    })
  } else {
    code.i32(2 ** values.lanes - 1); code.i32(0); environment.push(condition); code.op('select'); code.set(bits)
  }
  return bits
}

/** The address is on the stack. */
function storeLane(values: LaneValues, element: Parameters<typeof elementInfo>[0], vectors: number[], lane: number): void {
  const { code } = values
  const { native, shift } = elementInfo(element)
  const per = values.perVector(native)
  const opcode = (['v128.store8_lane', 'v128.store16_lane', 'v128.store32_lane', 'v128.store64_lane'] as const)[shift]
  code.get(vectors[Math.floor(lane / per)])
  code.laneMemory(opcode, 0, (lane % per) * (shift < 2 ? 2 ** (2 - shift) : 1))
}

/** Near the end of what is this chunk's, or of an array. */
function writeKept(values: LaneValues, { builder, position }: Appending, natives: number[][], bits: number): void {
  const { code, environment } = values
  const place = code.local('i32')
  code.get(position); code.set(place)
  for (let lane = 0; lane < values.lanes; lane++) {
    code.get(bits); code.i32(1 << lane); code.op('i32.and')
    code.if(() => {
      builder.columns.forEach(({ array }, index) => {
        const { base, length } = environment.array(array)
        const { shift } = elementInfo(array.element)
        code.get(place); code.get(length); code.op('i32.lt_u')
        code.if(() => {
          code.get(base); code.get(place)
          if (shift > 0) { code.i32(shift); code.op('i32.shl') }
          code.op('i32.add')
          storeLane(values, array.element, natives[index], lane)
        })
      })
      advance(code, place, () => code.i32(1))
    })
  }
}
