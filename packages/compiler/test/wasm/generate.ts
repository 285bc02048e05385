/** Random parallel loops: divergent control flow, masks of all widths, every class of access. Trips are independent by construction. */
import type { ArrayParameter, Block, ElementType, ParforOperation, Region, ScalarType, Value } from '../../src/ir/types.ts'
import { Builder, emptyRegion } from '../../src/ir/builder.ts'
import { Random } from '../simplify/generate.ts'

const types: ScalarType[] = ['f64', 'f64', 'f64', 'f64', 'i32', 'i32', 'bool', 'bool', 'u32', 'f32', 'i64', 'u64']
const inputs: ElementType[] = ['f64', 'f64', 'i32', 'f32', 'u8', 'i16', 'i64', 'u64', 'u32', 'u8c']
const outputs: ElementType[] = ['f64', 'f64', 'i32', 'f32', 'u8', 'i16', 'i64', 'u8c', 'u32', 'u16', 'i8']
const native: Partial<Record<ElementType, ScalarType>> = { f64: 'f64', f32: 'f32', i64: 'i64', u64: 'u64', u32: 'u32' }

export interface Generated { region: Region; inputs: ElementType[]; outputs: ElementType[] }

/** Arrays: the inputs, as long as the trips or longer by 3; the outputs, as long as the trips. Scalars: s f64, k i32, on bool. */
export function generateLoop(seed: number): Generated {
  return new LoopGenerator(new Random(seed)).generate()
}

class LoopGenerator {
  private readonly random: Random
  private readonly region: Region = emptyRegion('random')
  private readonly builder: Builder
  private visible: Value[] = []
  private trip!: Value
  private trips!: Value
  private budget = 30
  private loopDepth = 0
  private inputArrays: ArrayParameter[] = []
  private outputArrays: ArrayParameter[] = []

  constructor(random: Random) {
    this.random = random
    this.builder = new Builder(this.region, this.region.prologue)
  }

  generate(): Generated {
    const { region, builder, random } = this
    this.inputArrays = inputs.map((element, k) => ({ name: `in${k}`, element, read: true, written: false }))
    this.outputArrays = outputs.map((element, k) => ({ name: `out${k}`, element, read: true, written: true }))
    region.arrays = [...this.inputArrays, ...this.outputArrays]
    for (const [name, type] of [['s', 'f64'], ['k', 'i32'], ['on', 'bool']] as const) {
      const value = builder.value(type, name)
      region.scalars.push({ name, value })
      this.visible.push(value)
    }
    this.trips = builder.length(this.outputArrays[0])
    builder.block = region.body
    const trip = builder.value('i32', 'i')
    this.trip = trip
    const sums = random.chance(0.3)
    const carried = sums ? [{ parameter: builder.value('f64', 'sum'), initial: region.scalars[0].value }] : []
    const scope = this.visible
    this.visible = [...scope, trip, trip]
    const body = builder.nested(() => {
      this.statements(8)
      this.outputArrays.forEach((array, k) => { if (k < 4) this.storeTo(array) })
      return carried.map(({ parameter }) => {
        const condition = this.of('bool')
        return builder.select(condition, builder.add(parameter, this.of('f64')), parameter)
      })
    })
    const parfor: ParforOperation = {
      kind: 'parfor', id: 0, dimensions: [{ trip, trips: this.trips, id: 0 }], carried, combines: carried.map(() => ({ kind: 'sum' as const })),
      results: carried.map(({ parameter }) => builder.value(parameter.type)), builders: [], body,
    }
    builder.append(parfor)
    region.body.yields = parfor.results
    region.outputs = parfor.results.map((value, k) => ({ name: `r${k}`, type: value.type }))
    return { region, inputs, outputs }
  }

  private of(type: ScalarType): Value {
    const candidates = this.visible.filter((value) => value.type === type)
    if (candidates.length === 0 || this.random.chance(0.15)) return this.keep(this.constant(type))
    return this.random.chance(0.6) ? candidates[candidates.length - 1 - this.random.below(Math.min(4, candidates.length))] : this.random.pick(candidates)
  }

  private keep(value: Value): Value { this.visible.push(value); return value }

  private constant(type: ScalarType): Value {
    const { random, builder } = this
    switch (type) {
      case 'bool': return builder.bool(random.chance(0.5))
      case 'f64': return builder.f64(random.pick([0, -0, 1, 0.5, -2, 1e300, 3.7, NaN, Infinity]))
      case 'f32': return builder.constant('f32', random.pick([0, 1, -0.5, 3]))
      case 'i64': return builder.constant('i64', random.pick([0n, 1n, -5n, 2n ** 40n]))
      case 'u64': return builder.constant('u64', random.pick([0n, 3n, 2n ** 63n]))
      case 'u32': return builder.constant('u32', random.pick([0, 1, 7, 4294967295]))
      case 'i32': return builder.i32(random.pick([0, 1, -1, 5, 31, 2147483647]))
    }
  }

  private statements(most: number): void {
    const count = 2 + this.random.below(most)
    for (let k = 0; k < count && this.budget-- > 0; k++) {
      const kind = this.random.below(20)
      if (kind < 9) this.pure()
      else if (kind < 13) this.load()
      else if (kind < 15) this.storeTo(this.random.pick(this.outputArrays))
      else if (kind < 18) this.branch()
      else if (this.loopDepth < 2) this.loop()
    }
  }

  private pure(): void {
    const { random, builder } = this
    const type = random.pick(types)
    const form = random.below(6)
    if (form === 0) this.keep(builder.compare(random.pick(['lt', 'le', 'gt', 'ge', 'eq', 'ne'] as const), ...this.pair(type === 'bool' ? 'f64' : type)))
    else if (form === 1) this.keep(builder.select(this.of('bool'), ...this.pair(type)))
    else if (form === 2) this.conversion()
    else if (type === 'bool') {
      if (random.chance(0.3)) this.keep(builder.not(this.of('bool')))
      else this.keep(builder.binary(random.pick(['and', 'or', 'xor'] as const), ...this.pair('bool')))
    } else if (type === 'f64' || type === 'f32') this.float(type)
    else this.integer(type)
  }

  private pair(type: ScalarType): [Value, Value] { return [this.of(type), this.of(type)] }

  private float(type: 'f64' | 'f32'): void {
    const { random, builder } = this
    if (random.chance(0.6)) {
      // Bits of f32 chains are those of f32 instructions in all back ends only for single operations: that is what narrow makes.
      return void this.keep(builder.binary(random.pick(type === 'f64' ? ['add', 'sub', 'mul', 'div', 'min', 'max', 'copysign'] : ['add', 'sub', 'mul', 'div', 'min', 'max']), ...this.pair(type)))
    }
    const operator = random.pick(['neg', 'abs', 'sqrt', 'floor', 'ceil', 'trunc', 'nearest', 'exponent', 'high', 'pow2'] as const)
    if (operator === 'pow2') {
      const small = builder.binary('and', this.of('i32'), builder.i32(1023))
      return void this.keep(builder.unary('pow2', builder.convert('value', 'f64', small)))
    }
    const bits = operator === 'exponent' || operator === 'high'
    this.keep(builder.unary(operator, this.of(bits ? 'f64' : type)))
  }

  private integer(type: 'i32' | 'u32' | 'i64' | 'u64'): void {
    const { random, builder } = this
    const operator = random.pick(['add', 'sub', 'mul', 'and', 'or', 'xor', 'min', 'max', 'shl', 'shr', 'div', 'rem', 'neg', 'clz'] as const)
    if (operator === 'neg') return void this.keep(builder.unary('neg', this.of(type)))
    if (operator === 'clz') return void this.keep(builder.unary('clz', this.of('i32')))
    if (operator !== 'div' && operator !== 'rem') return void this.keep(builder.binary(operator, ...this.pair(type)))
    const [left, right] = this.pair(type)
    const zero = builder.constant(type, type.endsWith('64') ? 0n : 0)
    const positive = builder.compare('gt', right, zero)
    this.keep(builder.if(positive, () => [builder.binary(operator, left, right)], () => [left])[0])
  }

  private conversion(): void {
    const { random, builder } = this
    const [mode, from, to] = random.pick([
      ['value', 'i32', 'f64'], ['value', 'u32', 'f64'], ['value', 'f32', 'f64'], ['value', 'f64', 'f32'], ['value', 'bool', 'f64'], ['value', 'bool', 'i32'],
      ['wrap', 'f64', 'i32'], ['wrap', 'f64', 'u32'], ['wrap', 'i32', 'u32'], ['wrap', 'u32', 'i32'], ['value', 'i64', 'f64'], ['wrap', 'i64', 'u64'],
      ['wrap', 'i64', 'i32'], ['value', 'i32', 'i64'],
    ] as const)
    this.keep(builder.convert(mode, to, this.of(from)))
  }

  private load(): void {
    const { random, builder } = this
    const array = random.pick([...this.inputArrays, ...this.outputArrays.slice(0, 2)])
    const isInput = this.inputArrays.includes(array)
    const long = array.element === 'i64' || array.element === 'u64'
    const type = random.chance(0.6) && !long ? 'f64' : native[array.element] ?? 'i32'
    const form = isInput ? random.below(long ? 3 : 7) : 0
    const shifted = (): Value => builder.add(this.trip, builder.i32(random.below(4)))
    switch (form) {
      case 0: return void this.keep(builder.load(array, this.trip, type, 'guarded'))
      case 1: return void this.keep(builder.load(array, shifted(), type, 'guarded'))
      case 2: return void this.keep(builder.load(array, builder.sub(builder.sub(this.trips, builder.i32(1)), this.trip), type, 'guarded'))
      case 3: return void this.keep(builder.load(array, builder.sub(this.trip, this.of('i32')), 'f64', 'checked'))
      case 4: return void this.keep(builder.load(array, this.of('i32'), 'f64', 'checked'))
      case 5: return void this.keep(builder.load(array, this.of('f64'), 'f64', 'checked'))
      default: return void this.keep(builder.load(array, builder.mul(this.trip, builder.i32(random.pick([2, 3, -1]))), 'f64', 'checked'))
    }
  }

  private storeTo(array: ArrayParameter): void {
    const type = native[array.element] ?? (this.random.chance(0.5) ? 'i32' : 'f64')
    const small = array.element !== 'i64' && array.element !== 'u64' && this.random.chance(0.5)
    this.builder.store(array, this.trip, this.of(small ? 'f64' : type), 'guarded')
  }

  private branch(): void {
    const type = this.random.pick(types)
    const arm = (): Value[] => {
      const scope = this.visible
      this.visible = [...scope]
      this.statements(6)
      const result = this.of(type)
      this.visible = scope
      return [result]
    }
    this.keep(this.builder.if(this.condition(), arm, arm)[0])
  }

  /** More often than not one that differs from lane to lane. */
  private condition(): Value {
    const { random, builder } = this
    if (random.chance(0.4)) return this.of('bool')
    const element = builder.load(random.pick([this.inputArrays[0], this.inputArrays[1], this.inputArrays[4]]), this.trip, 'f64', 'guarded')
    return this.keep(builder.compare(random.pick(['lt', 'gt', 'ne'] as const), element, random.chance(0.5) ? builder.f64(random.below(3)) : this.of('f64')))
  }

  /** At most 7 trips for a lane. */
  private loop(): void {
    const { random, builder } = this
    const carriedTypes = [random.pick(types), random.pick(types)]
    const initials = carriedTypes.map((type) => this.of(type))
    const scope = this.visible
    this.loopDepth++
    const inside = (parameters: Value[]): void => { this.visible = [...scope, ...parameters] }
    if (random.chance(0.5)) {
      const trips = builder.binary('and', this.of('i32'), builder.i32(7))
      const trip = builder.value('i32')
      const carried = initials.map((initial) => ({ parameter: builder.value(initial.type), initial }))
      const body: Block = builder.nested(() => {
        inside([trip, ...carried.map((one) => one.parameter)])
        this.statements(5)
        return carriedTypes.map((type) => this.of(type))
      })
      const results = initials.map((initial) => builder.value(initial.type))
      builder.append({ kind: 'loop', id: random.below(1000) + 1, results, trip, trips, carried, body })
      this.visible = [...scope, ...results]
    } else {
      const results = builder.while([builder.i32(0), ...initials], ([count, ...rest]) => {
        inside(rest)
        const more = builder.compare('lt', count, builder.i32(5))
        if (random.chance(0.5)) this.pure()
        return builder.and(more, this.condition())
      }, ([count, ...rest]) => {
        inside([count, ...rest])
        this.statements(5)
        return [builder.add(count, builder.i32(1)), ...carriedTypes.map((type) => this.of(type))]
      })
      this.visible = [...scope, ...results]
    }
    this.loopDepth--
  }
}
