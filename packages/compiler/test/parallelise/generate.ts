/** Random loop nests in the form that `normalise` leaves: affine subscripts with constant and symbolic strides, some that collide, some that do not. */
import { Builder, emptyRegion } from '../../src/ir/builder.ts'
import type { ArrayParameter, Carried, LoopOperation, Region, Value } from '../../src/ir/types.ts'

export type Random = () => number

export function randomSource(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Scalars n, m, k (integers by a guard of `normalise`), arrays a, b, c. */
export function generate(random: Random): Region {
  return new Generator(random).region()
}

class Generator {
  private readonly random: Random
  private readonly result = emptyRegion('random')
  private readonly builder = new Builder(this.result, this.result.body)
  private readonly arrays: ArrayParameter[]
  private readonly integers: Value[]
  private readonly extents: Value[]
  private loops = 0

  constructor(random: Random) {
    this.random = random
    const { result, builder } = this
    this.arrays = ['a', 'b', 'c'].map((name) => ({ name, element: 'f64', read: true, written: true }))
    result.arrays = this.arrays
    for (const name of ['n', 'm', 'k']) result.scalars.push({ name, value: builder.value('f64', name) })
    builder.block = result.prologue
    this.extents = result.scalars.map(({ value }) => builder.convert('wrap', 'i32', value))
    this.integers = this.extents.map((extent) => builder.convert('value', 'f64', extent))
    for (const count of [2, 4]) this.extents.push(builder.i32(count))
    builder.block = result.body
  }

  private below(count: number): number { return Math.floor(this.random() * count) }
  private pick<Item>(items: readonly Item[]): Item { return items[this.below(items.length)] }
  private chance(share: number): boolean { return this.random() < share }

  region(): Region {
    const { builder, result } = this
    const count = 1 + this.below(3)
    const outputs: Value[] = []
    const shared = this.chance(0.5) ? this.pick(this.extents) : undefined
    for (let index = 0; index < count; index++) outputs.push(...this.loop([], [builder.f64(this.pick([0, 1, -3]))], shared))
    result.body.yields = outputs
    result.outputs = outputs.map((value, index) => ({ name: `s${index}`, type: value.type }))
    return result
  }

  /** A loop that carries one number in one of many ways, or not at all. */
  private loop(counters: Value[], state: Value[], trips = this.pick(this.extents)): Value[] {
    const { builder } = this
    const carries = this.chance(0.4)
    const carried: Carried[] = carries ? state.map((initial) => ({ parameter: builder.value('f64', 's'), initial })) : []
    const trip = builder.value('i32', `i${counters.length}`)
    const count = this.chance(0.15) && counters.length > 0 ? builder.convert('exact', 'i32', this.pick(counters)) : trips
    const id = this.loops++
    const body = builder.nested(() => {
      const counter = this.counter(trip)
      const inside = [...counters, counter]
      let current = carried.map((one) => one.parameter)
      const statements = 1 + this.below(2)
      for (let index = 0; index < statements; index++) {
        if (counters.length < 2 && this.chance(0.45)) {
          const results = this.loop(inside, current)
          if (results.length > 0) current = results
        } else if (current.length > 0 && this.chance(0.6)) current = [this.update(current[0], inside)]
        else this.assignment(inside)
      }
      return current
    })
    const results = carried.map(() => builder.value('f64', 's'))
    const operation: LoopOperation = { kind: 'loop', id, results, trip, trips: count, carried, body }
    builder.append(operation)
    return results
  }

  private counter(trip: Value): Value {
    const { builder } = this
    const value = builder.convert('value', 'f64', trip)
    switch (this.below(5)) {
      case 0: return builder.add(value, builder.f64(1))
      case 1: return builder.sub(builder.f64(5), value)
      case 2: return builder.mul(value, builder.f64(2))
      default: return value
    }
  }

  private subscript(counters: Value[]): Value {
    const { builder } = this
    const factor = (): Value => this.chance(0.5) ? this.pick(this.integers) : builder.f64(this.pick([1, 2, 3, 4, -1]))
    let sum = this.chance(0.5) ? builder.f64(this.pick([0, 0, 1, 2])) : this.chance(0.3) ? this.pick(this.integers) : undefined
    counters.forEach((counter, index) => {
      const last = index === counters.length - 1
      if (!last && this.chance(0.2)) return
      const term = this.chance(last ? 0.25 : 0.8) ? builder.mul(counter, factor()) : counter
      sum = sum ? builder.add(sum, term) : term
    })
    return sum ?? builder.f64(this.below(3))
  }

  private assignment(counters: Value[]): void {
    const { builder } = this
    const target = this.pick(this.arrays)
    const subscript = this.subscript(counters)
    const other = this.chance(0.4) ? subscript : this.subscript(counters)
    const value = builder.add(builder.load(this.pick(this.arrays), other), this.pick(counters))
    if (this.chance(0.25)) builder.if(builder.compare('gt', value, builder.f64(4)), () => { builder.store(target, subscript, value); return [] }, () => [])
    else builder.store(target, subscript, value)
  }

  /** Small integers, so that sums are exact in any order. */
  private operand(counters: Value[]): Value {
    const { builder } = this
    return this.chance(0.5) ? builder.load(this.pick(this.arrays), this.pick(counters)) : this.pick(counters)
  }

  private update(state: Value, counters: Value[]): Value {
    const { builder } = this
    const operand = this.operand(counters)
    const condition = (): Value => builder.compare(this.pick(['gt', 'lt']), this.operand(counters), builder.f64(3))
    switch (this.below(10)) {
      case 0: return builder.add(state, operand)
      case 1: return builder.add(operand, state)
      case 2: return builder.sub(state, operand)
      case 3: return builder.binary(this.pick(['min', 'max']), state, operand)
      case 4: return builder.if(condition(), () => [builder.add(state, operand)], () => [this.chance(0.5) ? state : builder.sub(state, operand)])[0]
      case 5: {
        const relation = this.pick(['gt', 'ge', 'lt', 'le'] as const)
        const better = this.chance(0.5) ? builder.compare(relation, operand, state) : builder.compare(relation, state, operand)
        return this.chance(0.3) ? builder.select(better, state, operand) : builder.select(better, operand, state)
      }
      case 6: return builder.select(condition(), operand, state)
      case 7: return this.chance(0.5) ? operand : builder.sub(operand, state)
      case 8: return builder.if(condition(), () => [builder.add(state, operand)], () => [builder.mul(state, builder.f64(2))])[0]
      default: {
        const operator = this.pick(['and', 'or', 'xor'] as const)
        const bits = builder.binary(operator, builder.convert('wrap', 'i32', state), builder.convert('wrap', 'i32', operand))
        return builder.convert('value', 'f64', bits)
      }
    }
  }
}
