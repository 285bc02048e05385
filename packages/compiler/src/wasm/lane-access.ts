/** Loads and stores of groups of lanes. A lane that does not run, or whose subscript names no element, touches no memory of the array. */
import type { SpmdHistogram, SpmdLoad, SpmdStore } from '../ir/spmd.ts'
import type { ArrayParameter, Bounds, ScalarType, StoreOperation, Value } from '../ir/types.ts'
import { convertVectors, convertVectorsForStore } from './lane-convert.ts'
import { elementInfo } from './elements.ts'
import { wasmType } from './environment.ts'
import { constantBytes, vectorShape, type LaneValues } from './lane-values.ts'
import type { LaneMemoryOpcode, MemoryOpcode } from './opcodes.ts'
import { emitScalarLoad } from './scalar-access.ts'

/** Which lanes access memory: all, or those with a set mask (narrow form). `bounds`: lanes outside have been taken out because of the subscript. */
interface Lanes { index: Value; masks?: number[]; bounds: boolean }

export function emitLaneLoad(values: LaneValues, { load, access, mask }: SpmdLoad): void {
  const { code } = values
  const { array, result } = load
  if (load.bounds === 'strict') throw new Error(`a strict access to ${array.name} reached the back end`)
  // Where no lane runs, nothing says that the subscript is in range.
  if (access.kind === 'uniform') return emitScalarLoad(values.environment, load, mask ? 'checked' : load.bounds)
  const certain = load.bounds === 'guarded' && !mask
  if (access.kind === 'contiguous') {
    if (certain) return values.bind(result, loadContiguous(values, array, load.index, result.type))
    const out = values.fresh(values.count(result.type))
    const copy = (from: number[]): void => from.forEach((local, vector) => { code.get(local); code.set(out[vector]) })
    pushWholeGroupInRange(values, array, load.index)
    code.if(
      () => values.scoped(() => copy(loadContiguous(values, array, load.index, result.type))),
      () => values.scoped(() => copy(gather(values, array, load.index, load.bounds, mask, result.type))),
    )
    return values.bind(result, out)
  }
  if (access.kind === 'strided' && certain && elementInfo(array.element).shift >= 2) {
    return values.bind(result, loadStrided(values, array, load.index, access.stride, result.type))
  }
  values.bind(result, gather(values, array, load.index, load.bounds, mask, result.type))
}

/** Index of lane 0 and of the last lane both name elements. */
function pushWholeGroupInRange(values: LaneValues, array: ArrayParameter, index: Value): void {
  const { code, environment } = values
  const { length } = environment.array(array)
  code.get(values.first(index)); code.get(length); code.op('i32.lt_u')
  code.get(values.first(index)); code.i32(values.lanes - 1); code.op('i32.add'); code.get(length); code.op('i32.lt_u', 'i32.and')
}

function addressOfFirst(values: LaneValues, array: ArrayParameter, index: Value): number {
  const { code, environment } = values
  const { shift } = elementInfo(array.element)
  const address = code.local('i32')
  code.get(environment.array(array).base)
  code.get(values.first(index))
  if (shift > 0) { code.i32(shift); code.op('i32.shl') }
  code.op('i32.add')
  code.set(address)
  return address
}

function loadContiguous(values: LaneValues, array: ArrayParameter, index: Value, type: ScalarType): number[] {
  const { code } = values
  const { native, shift } = elementInfo(array.element)
  const address = addressOfFirst(values, array, index)
  const read = (count: number, bytes: number, opcode: MemoryOpcode, then?: () => void): number[] =>
    values.fresh(count).map((local, vector) => {
      code.get(address)
      code.memory(opcode, vector * bytes, shift)
      then?.()
      code.set(local)
      return local
    })
  if (type === 'f64' && shift === 2) {
    return read(values.count('f64'), 8, 'v128.load64_zero', () => code.op(
      native === 'f32' ? 'f64x2.promote_low_f32x4' : native === 'i32' ? 'f64x2.convert_low_i32x4_s' : 'f64x2.convert_low_i32x4_u'))
  }
  const natives = shift >= 2 ? read(values.count(native), 16, 'v128.load') : loadSmall(values, array, address)
  return convertVectors(values, 'value', native, type, (vector) => code.get(natives[vector]))!
}

/** 8- and 16-bit elements, extended to 32 bits. */
function loadSmall(values: LaneValues, { element }: ArrayParameter, address: number): number[] {
  const { code } = values
  const sign = element === 'i8' || element === 'i16' ? 's' : 'u'
  const out = values.fresh(values.count('i32'))
  if (elementInfo(element).shift === 1) {
    out.forEach((local, vector) => { code.get(address); code.memory(`v128.load16x4_${sign}`, vector * 8, 1); code.set(local) })
    return out
  }
  const shorts = code.local('v128')
  code.get(address)
  if (values.lanes === 8) code.memory(`v128.load8x8_${sign}`, 0, 0)
  else { code.memory('v128.load32_zero', 0, 0); code.op(`i16x8.extend_low_i8x16_${sign}`) }
  code.set(shorts)
  out.forEach((local, vector) => {
    code.get(shorts)
    code.op(vector === 0 ? `i32x4.extend_low_i16x8_${sign}` : `i32x4.extend_high_i16x8_${sign}`)
    code.set(local)
  })
  return out
}

/** Lanes a constant distance apart: one address, the rest in the instructions. */
function loadStrided(values: LaneValues, array: ArrayParameter, index: Value, stride: number, type: ScalarType): number[] {
  const { code } = values
  const { native, shift } = elementInfo(array.element)
  const first = addressOfFirst(values, array, index)
  const step = stride * 2 ** shift
  const lowest = code.local('i32')
  // Offsets in instructions are not negative.
  code.get(first)
  if (step < 0) { code.i32(step * (values.lanes - 1)); code.op('i32.add') }
  code.set(lowest)
  const offset = (lane: number): number => step < 0 ? -step * (values.lanes - 1 - lane) : step * lane
  const natives = loadLanes(values, array, () => code.get(lowest), offset)
  return convertVectors(values, 'value', native, type, (vector) => code.get(natives[vector]))!
}

/** Vectors of the native type from one address for each lane. */
function loadLanes(values: LaneValues, array: ArrayParameter, pushAddress: (lane: number) => void, offset: (lane: number) => number): number[] {
  const { code } = values
  const { native, shift, load } = elementInfo(array.element)
  const per = values.perVector(native)
  return values.fresh(values.count(native)).map((local, vector) => {
    const lanes = Array.from({ length: per }, (_, lane) => vector * per + lane)
    if (shift >= 2) {
      const [zero, one]: [MemoryOpcode, LaneMemoryOpcode] = shift === 3 ? ['v128.load64_zero', 'v128.load64_lane'] : ['v128.load32_zero', 'v128.load32_lane']
      for (const lane of lanes.toReversed()) pushAddress(lane)
      code.memory(zero, offset(lanes[0]))
      for (const lane of lanes.slice(1)) code.laneMemory(one, offset(lane), lane - lanes[0])
    } else {
      for (const lane of lanes) {
        pushAddress(lane)
        code.memory(load, offset(lane))
        if (lane === lanes[0]) code.op('i32x4.splat')
        else code.lane('i32x4.replace_lane', lane - lanes[0])
      }
    }
    code.set(local)
    return local
  })
}

function gather(values: LaneValues, array: ArrayParameter, index: Value, bounds: Bounds, mask: Value | undefined, type: ScalarType): number[] {
  const { code } = values
  const { native } = elementInfo(array.element)
  const lanes = runningLanes(values, array, index, bounds, mask)
  const addresses = laneAddresses(values, array, lanes)
  const natives = loadLanes(values, array, (lane) => { code.get(addresses[lane >> 2]); code.lane('i32x4.extract_lane', lane & 3) }, () => 0)
  const out = convertVectors(values, 'value', native, type, (vector) => code.get(natives[vector]))!
  if (!lanes.bounds) return out
  // A read out of range is undefined, and in arithmetic NaN.
  const nothing = constantBytes(type, type === 'f64' || type === 'f32' ? NaN : 0)
  const masks = lanes.masks!
  const wide = vectorShape(type) === 'f64x2' || vectorShape(type) === 'i64x2'
  return values.fresh(out.length).map((local, vector) => {
    code.get(out[vector])
    code.v128(nothing)
    if (wide) {
      code.get(masks[vector >> 1])
      code.op(vector % 2 === 0 ? 'i64x2.extend_low_i32x4_s' : 'i64x2.extend_high_i32x4_s')
    } else code.get(masks[vector])
    code.op('v128.bitselect')
    code.set(local)
    return local
  })
}

function subscripts(values: LaneValues, index: Value): number[] {
  // The same for all lanes: only updates of histograms, as in the inner loop of a nest.
  if (index.type !== 'f64') return values.isVarying(index) ? values.locals(index) : Array.from({ length: values.count('i32') }, () => values.splat(index))
  return convertVectors(values, 'exact', 'f64', 'i32', (vector) => values.push(index, vector))!
}

function runningLanes(values: LaneValues, array: ArrayParameter, index: Value, bounds: Bounds, mask: Value | undefined): Lanes & { subscripts: number[] } {
  const { code, environment } = values
  const positions = subscripts(values, index)
  if (bounds === 'guarded') return { index, subscripts: positions, bounds: false, ...(mask && { masks: maskVectors(values, mask) }) }
  const length = code.local('v128')
  code.get(environment.array(array).length); code.op('i32x4.splat'); code.set(length)
  // A fractional, negative or NaN subscript names no element; −0 names element 0.
  const whole = index.type === 'f64' ? wholeNumbers(values, index, positions) : undefined
  const masks = positions.map((position, vector) => {
    const local = code.local('v128')
    code.get(position); code.get(length); code.op('i32x4.lt_u')
    if (whole) { code.get(whole[vector]); code.op('v128.and') }
    if (mask) { values.pushMask(mask, 32, vector); code.op('v128.and') }
    code.set(local)
    return local
  })
  return { index, subscripts: positions, masks, bounds: true }
}

function maskVectors(values: LaneValues, mask: Value): number[] {
  return values.isVarying(mask) ? values.maskLocals(mask, 32) : Array.from({ length: values.count('i32') }, () => values.splat(mask))
}

function wholeNumbers(values: LaneValues, index: Value, positions: number[]): number[] {
  const { code } = values
  const back = convertVectors(values, 'value', 'i32', 'f64', (vector) => code.get(positions[vector]))!
  return positions.map((_, vector) => {
    const local = code.local('v128')
    for (const half of [0, 1]) { code.get(back[2 * vector + half]); values.push(index, 2 * vector + half); code.op('f64x2.eq') }
    code.shuffle(0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27)
    code.set(local)
    return local
  })
}

/** Lanes that do not run read the frame instead: always there, never written meanwhile. */
function laneAddresses(values: LaneValues, array: ArrayParameter, lanes: Lanes & { subscripts: number[] }, pushElsewhere?: (vector: number) => void): number[] {
  const { code, environment } = values
  const elsewhere = pushElsewhere ?? ((): void => { code.get(environment.frame); code.op('i32x4.splat') })
  const { shift } = elementInfo(array.element)
  const base = environment.array(array).base
  return lanes.subscripts.map((position, vector) => {
    const local = code.local('v128')
    code.get(position)
    if (shift > 0) { code.i32(shift); code.op('i32x4.shl') }
    code.get(base); code.op('i32x4.splat', 'i32x4.add')
    if (lanes.masks) {
      elsewhere(vector)
      code.get(lanes.masks[vector])
      code.op('v128.bitselect')
    }
    code.set(local)
    return local
  })
}

export function emitLaneStore(values: LaneValues, { store, access, mask }: SpmdStore): void {
  const { code } = values
  const { array, value } = store
  if (store.bounds === 'strict') throw new Error(`a strict access to ${array.name} reached the back end`)
  const natives = convertVectorsForStore(values, value.type, array.element, (vector) => values.push(value, vector))
  if (access.kind !== 'contiguous') return scatter(values, store, mask, natives)
  if (store.bounds === 'guarded' && !mask) return storeContiguous(values, array, addressOfFirst(values, array, store.index), natives)
  if (mask && elementInfo(array.element).shift < 2) return scatter(values, store, mask, natives)
  pushWholeGroupInRange(values, array, store.index)
  code.if(
    () => values.scoped(() => {
      const address = addressOfFirst(values, array, store.index)
      storeContiguous(values, array, address, mask ? blended(values, array, address, mask, natives) : natives)
    }),
    () => values.scoped(() => scatter(values, store, mask, natives)),
  )
}

/** Elements of lanes that do not run are written back as they are: trips of a parfor never write each other's elements. */
function blended(values: LaneValues, array: ArrayParameter, address: number, mask: Value, natives: number[]): number[] {
  const { code } = values
  const { shift } = elementInfo(array.element)
  return natives.map((native, vector) => {
    const local = code.local('v128')
    code.get(native)
    code.get(address); code.memory('v128.load', vector * 16, shift)
    values.pushMask(mask, shift === 3 ? 64 : 32, vector)
    code.op('v128.bitselect')
    code.set(local)
    return local
  })
}

function storeContiguous(values: LaneValues, { element }: ArrayParameter, address: number, natives: number[]): void {
  const { code } = values
  const { shift } = elementInfo(element)
  if (shift >= 2) {
    natives.forEach((native, vector) => { code.get(address); code.get(native); code.memory('v128.store', vector * 16, shift) })
    return
  }
  // The low bits count; cleared above, the narrowing instructions do not saturate.
  const low = constantBytes('i32', shift === 1 ? 0xffff : 0xff)
  const shorts = code.local('v128')
  for (const native of [natives[0], natives[natives.length - 1]]) { code.get(native); code.v128(low); code.op('v128.and') }
  code.op('i16x8.narrow_i32x4_u'); code.set(shorts)
  code.get(address)
  code.get(shorts)
  if (shift === 0) { code.get(shorts); code.op('i8x16.narrow_i16x8_u') }
  const bytes = values.lanes * 2 ** shift
  if (bytes === 16) code.memory('v128.store', 0, shift)
  else code.laneMemory(bytes === 8 ? 'v128.store64_lane' : 'v128.store32_lane', 0, 0)
}

function scatter(values: LaneValues, { array, index, bounds }: StoreOperation, mask: Value | undefined, natives: number[]): void {
  const { code } = values
  const { native, shift } = elementInfo(array.element)
  const lanes = runningLanes(values, array, index, bounds, mask)
  const addresses = laneAddresses(values, array, lanes)
  const per = values.perVector(native)
  const opcode = (['v128.store8_lane', 'v128.store16_lane', 'v128.store32_lane', 'v128.store64_lane'] as const)[shift]
  const bits = lanes.masks?.map((local) => {
    const bitmask = code.local('i32')
    code.get(local); code.op('i32x4.bitmask'); code.set(bitmask)
    return bitmask
  })
  for (let lane = 0; lane < values.lanes; lane++) {
    const write = (): void => {
      code.get(addresses[lane >> 2]); code.lane('i32x4.extract_lane', lane & 3)
      code.get(natives[Math.floor(lane / per)])
      code.laneMemory(opcode, 0, (lane % per) * (shift < 2 ? 2 ** (2 - shift) : 1))
    }
    if (bits) { code.get(bits[lane >> 2]); code.i32(1 << (lane & 3)); code.op('i32.and'); code.if(write) }
    else write()
  }
}

const extracts = { i32: 'i32x4.extract_lane', i64: 'i64x2.extract_lane', f32: 'f32x4.extract_lane', f64: 'f64x2.extract_lane' } as const

/** Lanes that update nothing update a cell of their own instead: a branch for each would be mispredicted wherever a mask is not always the same. */
export function emitLaneHistogram(values: LaneValues, { histogram, mask }: SpmdHistogram): void {
  const { code, environment } = values
  const { array, index, value, bounds } = histogram
  if (bounds === 'strict') throw new Error(`a strict access to ${array.name} reached the back end`)
  const access = environment.histograms
  if (!access) throw new Error(`${code.name} has no way to update ${array.name}`)
  const addresses = laneAddresses(values, array, runningLanes(values, array, index, bounds, mask), (vector) => {
    code.get(access.spare); code.op('i32x4.splat')
    code.v128(new Uint8Array(Int32Array.from([0, 1, 2, 3], (lane) => (vector * 4 + lane) * 8).buffer))
    code.op('i32x4.add')
  })
  const wasm = wasmType(value.type)
  if (wasm === 'v128') throw new Error('an element is a scalar')
  const per = values.perVector(value.type)
  const address = code.local('i32')
  for (let lane = 0; lane < values.lanes; lane++) {
    code.get(addresses[lane >> 2]); code.lane('i32x4.extract_lane', lane & 3); code.set(address)
    environment.helpers.histograms.update(code, histogram, access.isShared, address, () => {
      if (!values.isVarying(value)) return environment.push(value)
      values.push(value, Math.floor(lane / per)); code.lane(extracts[wasm], lane % per)
    })
  }
}
