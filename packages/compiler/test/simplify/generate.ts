/** Random regions that are full of what simplify looks for: repeated and invariant operations, constants, aliases, conditions on conditions. */
import type { ArrayParameter, Block, Carried, ElementType, Operation, Region, ScalarType, Value } from '../../src/ir/types.ts'
import { Builder, emptyRegion } from '../../src/ir/builder.ts'
import { isFloat, isInteger, nativeType } from '../../src/ir/vocabulary.ts'

export class Random {
  private state: number

  constructor(seed: number) {
    this.state = seed >>> 0
  }

  /** mulberry32. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }

  below(limit: number): number { return Math.floor(this.next() * limit) }
  pick<Item>(items: readonly Item[]): Item { return items[this.below(items.length)] }
  chance(probability: number): boolean { return this.next() < probability }
}

const types: ScalarType[] = ['f64', 'f64', 'f64', 'i32', 'i32', 'i32', 'bool', 'bool', 'u32', 'i64', 'f32']
export const LENGTH = 8
export const LOG_LENGTH = 64

/** Scalars called `first` and `second` are subscripts that are in range. */
export function scalarFor(name: string, type: ScalarType, random: Random): number | bigint | boolean {
  return name === 'first' || name === 'second' ? random.below(LENGTH) : scalarValues[type](random)
}

export const scalarValues: Record<ScalarType, (random: Random) => number | bigint | boolean> = {
  f64: (random) => random.pick([0, -0, -0, 1, -1, 0.5, -2.5, NaN, Infinity, -Infinity, 3, 1e300, 2147483648, 5e-324]),
  f32: (random) => random.pick([0, -0, 1, -1.5, NaN, 16777216, Math.fround(0.1)]),
  i32: (random) => random.pick([0, 1, -1, 2, 3, 7, 31, 2147483647, -2147483648]),
  u32: (random) => random.pick([0, 1, 2, 5, 4294967295, 2147483648]),
  i64: (random) => random.pick([0n, 1n, -1n, 5n, 9223372036854775807n, -9223372036854775808n]),
  u64: () => 0n,
  bool: (random) => random.chance(0.5),
}

export function generate(seed: number): Region {
  return new Generator(new Random(seed)).generate()
}

class Generator {
  private readonly random: Random
  private readonly region: Region = emptyRegion('random')
  private readonly builder: Builder
  private visible: Value[] = []
  private loops = 0
  private budget = 40
  private fixedIndex = 0
  private logged = 0

  constructor(random: Random) {
    this.random = random
    this.builder = new Builder(this.region, this.region.body)
  }

  generate(): Region {
    const { region, builder, random } = this
    const elements: ElementType[] = ['f64', 'f64', 'i32', 'u8c', 'f32', 'i64', 'f64', 'i32']
    region.arrays = elements.map((element, index) => ({ name: `a${index}`, element, read: true, written: true }))
    // a0 and a1 may be one view; the others are apart.
    region.arrays.forEach((first, k) => region.arrays.slice(k + 1).forEach((second) => {
      if (first.name !== 'a0' || second.name !== 'a1') region.aliases.push({ first, second, same: false })
      else if (random.chance(0.5)) region.aliases.push({ first, second, same: true })
    }))
    for (const type of ['f64', 'f64', 'i32', 'i32', 'bool', 'bool', 'u32', 'i64', 'f32'] as ScalarType[]) {
      const value = builder.value(type)
      region.scalars.push({ name: `s${value.id}`, value })
      this.visible.push(value)
    }
    this.fixedIndex = region.scalars.length
    for (const name of ['first', 'second']) region.scalars.push({ name, value: builder.value('i32', name) })
    builder.block = region.prologue
    for (let k = 0; k < 3; k++) this.pure()
    builder.block = region.body
    this.statements()
    const outputs = ['f64', 'i32', 'bool'] as const
    region.body.yields = outputs.map((type) => this.of(type))
    region.outputs = outputs.map((type) => ({ name: type, type }))
    return region
  }

  private of(type: ScalarType): Value {
    const candidates = this.visible.filter((value) => value.type === type)
    if (candidates.length === 0 || this.random.chance(0.2)) return this.define(this.builder.constant(type, scalarValues[type](this.random)))
    // Recent values are likelier, so that chains grow.
    return this.random.chance(0.6) ? candidates[candidates.length - 1 - this.random.below(Math.min(4, candidates.length))] : this.random.pick(candidates)
  }

  private define(value: Value, observe = 0.15): Value {
    this.visible.push(value)
    if (this.random.chance(observe)) this.log(value)
    return value
  }

  /** Makes a value visible from outside, so that it is not dead: a6 and a7 take one element for each place. */
  private log(value: Value): void {
    const { builder, region } = this
    if ((value.type !== 'f64' && value.type !== 'i32') || this.logged >= LOG_LENGTH || builder.block === region.prologue) return
    builder.store(region.arrays[value.type === 'f64' ? 6 : 7], builder.i32(this.logged++), value, 'guarded')
  }

  private statements(): void {
    const count = 2 + this.random.below(6)
    for (let k = 0; k < count && this.budget-- > 0; k++) {
      const kind = this.random.below(16)
      if (kind < 8) this.pure()
      else if (kind < 10) this.load()
      else if (kind < 12) this.store()
      else if (kind < 14) this.branch()
      else this.loop()
    }
  }

  private pure(): void {
    const { builder, random } = this
    const type = random.pick(types)
    switch (random.below(6)) {
      case 0: return void this.define(builder.unary(this.unaryFor(type), this.of(type)))
      case 1: case 2: {
        const operators = type === 'bool' ? ['and', 'or', 'xor'] as const
          : isFloat(type) ? ['add', 'sub', 'mul', 'div', 'min', 'max', 'copysign', 'rem'] as const
            : ['add', 'sub', 'mul', 'min', 'max', 'and', 'or', 'xor', 'shl', 'shr'] as const
        const operator = random.pick<(typeof operators)[number]>(operators)
        return void this.define(builder.binary(operator, this.of(type), this.of(type)))
      }
      case 3: {
        const relations = type === 'bool' ? ['eq', 'ne'] as const : ['lt', 'le', 'gt', 'ge', 'eq', 'ne'] as const
        return void this.define(builder.compare(random.pick<(typeof relations)[number]>(relations), this.of(type), this.of(type)))
      }
      case 4: return void this.define(builder.select(this.of('bool'), this.of(type), this.of(type)))
      default: return this.convert()
    }
  }

  private unaryFor(type: ScalarType): Parameters<Builder['unary']>[0] {
    if (type === 'bool') return 'not'
    if (isInteger(type)) return this.random.pick(['neg', 'abs'])
    return this.random.pick(['neg', 'abs', 'sqrt', 'floor', 'ceil', 'trunc', 'nearest'])
  }

  private convert(): void {
    const [from, mode, to] = this.random.pick([
      ['f64', 'wrap', 'i32'], ['f64', 'wrap', 'u32'], ['i32', 'value', 'f64'], ['i32', 'value', 'f64'], ['u32', 'value', 'f64'], ['i32', 'wrap', 'u32'],
      ['u32', 'wrap', 'i32'], ['f64', 'value', 'f32'], ['f32', 'value', 'f64'], ['bool', 'value', 'f64'], ['bool', 'value', 'i32'], ['i32', 'value', 'i64'],
      ['i64', 'value', 'f64'], ['i64', 'wrap', 'i32'], ['i32', 'value', 'f32'], ['u32', 'value', 'i64'], ['f32', 'wrap', 'i32'], ['i32', 'wrap', 'i64'],
    ] as const)
    this.define(this.builder.convert(mode, to, this.of(from)))
  }

  /** Mostly the two that may be one. */
  private someArray(): ArrayParameter {
    const { arrays } = this.region
    return arrays[this.random.below(this.random.chance(0.6) ? 2 : 6)]
  }

  /** An index, `guarded` only where it is masked into the array. */
  private index(): { index: Value; bounds: 'checked' | 'guarded' } {
    const { builder, random } = this
    // Few different subscripts, so that accesses meet.
    if (random.chance(0.6)) return { index: this.region.scalars[this.fixedIndex + random.below(2)].value, bounds: 'guarded' }
    if (random.chance(0.2)) return { index: this.of('f64'), bounds: 'checked' }
    const value = this.of('i32')
    if (random.chance(0.3)) return { index: value, bounds: 'checked' }
    return { index: this.define(builder.and(value, builder.i32(LENGTH - 1))), bounds: 'guarded' }
  }

  private load(): void {
    const array = this.someArray()
    const { index, bounds } = array.element === 'i64' ? { ...this.index(), bounds: 'checked' as const } : this.index()
    if (array.element === 'i64') return
    const type = bounds === 'guarded' && this.random.chance(0.5) ? nativeType(array.element) : 'f64'
    this.define(this.builder.load(array, index, type, bounds), 0.8)
  }

  private store(): void {
    const array = this.someArray()
    const { index, bounds } = this.index()
    const native = nativeType(array.element)
    this.builder.store(array, index, this.of(native === 'i64' || this.random.chance(0.5) ? native : 'f64'), bounds)
  }

  private scoped(body: () => Value[]): Block {
    const { visible } = this
    this.visible = [...visible]
    const block = this.builder.nested(body)
    this.visible = visible
    return block
  }

  private branch(): void {
    const { builder, random } = this
    const condition = this.of('bool')
    const yielded = Array.from({ length: random.below(3) }, () => random.pick(types))
    const block = (): Block => this.scoped(() => {
      if (random.chance(0.8)) this.statements()
      if (random.chance(0.3)) this.division()
      return yielded.map((type) => this.of(type))
    })
    const operation: Operation = { kind: 'if', results: [], condition, then: block(), else: block() }
    operation.results = yielded.map((type) => builder.value(type))
    builder.append(operation)
    operation.results.forEach((value) => this.define(value, 0.5))
  }

  /** What would trap if it were executed where it is not. */
  private division(): void {
    const { builder } = this
    const divisor = this.of('i32')
    const dividend = this.of('i32')
    const [result] = builder.if(builder.compare('gt', divisor, builder.i32(0)), () => [builder.div(dividend, divisor)], () => [builder.i32(5)])
    this.define(result)
  }

  private loop(): void {
    const { builder, random } = this
    const id = this.loops++
    const carriedTypes = Array.from({ length: random.below(4) }, () => random.pick(types))
    const initials = carriedTypes.map((type) => this.of(type))
    const carried: Carried[] = initials.map((initial) => ({ initial, parameter: builder.value(initial.type) }))
    const parameters = carried.map((one) => one.parameter)
    const body = (own: Value[]): Block => this.scoped(() => {
      own.forEach((value) => this.visible.push(value))
      this.statements()
      if (random.chance(0.5)) this.guardedByTrips()
      return carried.map((one) => random.chance(0.3) ? one.parameter : random.chance(0.2) ? one.initial : this.of(one.parameter.type))
    })
    const kind = random.below(4)
    let operation: Operation
    if (kind === 0) {
      const [lower, upper] = [builder.f64(0), builder.f64(random.below(4))]
      const counter = builder.value('f64')
      operation = { kind: 'for', id, results: [], exitCounter: counter, counter, lower, upper, step: 1, relation: 'lt', carried, body: body([counter, ...parameters]) }
      operation.exitCounter = builder.value('f64')
    } else if (kind === 1) {
      // The last carried value counts, so that it ends.
      const zero = builder.i32(0)
      const count = builder.value('i32')
      const three = builder.i32(3)
      carried.push({ initial: zero, parameter: count })
      const condition = this.scoped(() => {
        parameters.forEach((value) => this.visible.push(value))
        this.pure()
        return [builder.and(builder.compare('lt', count, three), this.of('bool'))]
      })
      const one = builder.i32(1)
      const block = body(parameters)
      const { block: outer } = builder
      builder.block = block
      block.yields[carried.length - 1] = builder.add(count, one)
      builder.block = outer
      operation = { kind: 'while', id, results: [], carried, condition, body: block }
    } else {
      const trips = random.chance(0.5) ? builder.i32(random.below(4)) : builder.and(this.of('i32'), builder.i32(3))
      const trip = builder.value('i32')
      if (kind === 2 || carried.length > 0) operation = { kind: 'loop', id, results: [], trip, trips, carried, body: body([trip, ...parameters]) }
      else {
        operation = {
          kind: 'parfor', id, results: [], dimensions: [{ id, trip, trips }], carried: [], combines: [], builders: [], body: body([trip]),
        }
      }
    }
    const results = carried.map((one) => builder.value(one.parameter.type))
    operation.results = results
    builder.append(operation)
    results.forEach((value) => this.define(value, 0.5))
    if (operation.kind === 'for') this.define(operation.exitCounter)
  }

  /** A load that is in range only because the loop around it has trips: the index is out of range when the inner loop has none. */
  private guardedByTrips(): void {
    const { builder } = this
    const trips = builder.and(this.of('i32'), builder.i32(1))
    const past = builder.sub(builder.i32(1), trips)
    const index = builder.binary('mul', past, builder.i32(1000))
    const array = this.region.arrays[this.random.below(3)]
    const trip = builder.value('i32')
    const results = [builder.value('f64')]
    const initial = this.of('f64')
    const parameter = builder.value('f64')
    const body = this.scoped(() => [builder.add(parameter, builder.load(array, index, 'f64', 'guarded'))])
    builder.append({ kind: 'loop', id: this.loops++, results, trip, trips, carried: [{ initial, parameter }], body })
    this.define(results[0])
  }
}
