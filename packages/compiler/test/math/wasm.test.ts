/** The kernels in WebAssembly, in lanes and one by one, give the bits of the references in plain JavaScript. */
import { describe, expect, test } from 'vitest'
import { Builder, emptyRegion } from '../../src/ir/builder.ts'
import type { ArrayParameter, MathFunction, Region, Value } from '../../src/ir/types.ts'
import { mathArities, mathFunctions } from '../../src/ir/vocabulary.ts'
import { mathReferences } from '../../src/math/references.ts'
import { expandMath } from '../../src/passes/expand-math.ts'
import { simplify } from '../../src/passes/simplify.ts'
import { runnerOf } from '../wasm/harness.ts'
import { Numbers, specials } from './numbers.ts'

function array(name: string, written: boolean): ArrayParameter {
  return { name, element: 'f64', read: !written, written, ...(written && { overwritten: true }) }
}

/** out[i] = f(x[i], y[i]) over all trips. */
function map(body: (builder: Builder, x: Value, y: Value) => Value): Region {
  const region = emptyRegion('map')
  const [x, y, out] = [array('x', false), array('y', false), array('out', true)]
  region.arrays = [x, y, out]
  const builder = new Builder(region, region.prologue)
  const trips = builder.length(x)
  builder.block = region.body
  const trip = builder.value('i32', 'i')
  const block = builder.nested(() => {
    const value = body(builder, builder.load(x, trip, 'f64', 'guarded'), builder.load(y, trip, 'f64', 'guarded'))
    builder.store(out, trip, value, 'guarded')
    return []
  })
  builder.append({ kind: 'parfor', id: 0, dimensions: [{ trip, trips, id: 0 }], results: [], carried: [], combines: [], builders: [], body: block })
  const context = { options: {}, diagnostics: [] }
  expandMath(region, context)
  simplify(region, context)
  return region
}

const numbers = new Numbers(11)
const sample = (make: () => number): number[] => Array.from({ length: 203 }, make)
/** Groups of usual arguments, so that lanes stay together, and all kinds mixed, so that they do not. */
const columns: [string, Float64Array, Float64Array][] = [
  ['usual', Float64Array.from(sample(() => numbers.between(0.01, 3))), Float64Array.from(sample(() => numbers.between(-3, 3)))],
  ['mixed', Float64Array.from([...specials, ...sample(numbers.bits.bind(numbers)), ...sample(() => numbers.between(-800, 800))]),
    Float64Array.from([...specials.toReversed(), ...sample(() => numbers.between(-3, 3)), ...sample(numbers.bits.bind(numbers))])],
  ['pairs', Float64Array.from(specials.flatMap(() => specials)), Float64Array.from(specials.flatMap((value) => specials.map(() => value)))],
  ['multiples', Float64Array.from(sample(() => Math.round(numbers.between(0, 5e6)) * (Math.PI / 2))), Float64Array.from(sample(() => Math.round(numbers.between(-20, 20))))],
]

function compare(region: Region, reference: (x: number, y: number) => number): void {
  const { run } = runnerOf(region)
  for (const [kind, x, y] of columns) {
    const out = new Float64Array(x.length)
    run([x, y, out])
    x.forEach((value, index) => expect(out[index], `${kind}: ${value}, ${y[index]}`).toBe(reference(value, y[index])))
  }
}

const references = mathReferences()

describe('functions', () => {
  test.each(mathFunctions)('%s', (name: MathFunction) => {
    const arity = mathArities[name] === 1 ? 1 : 2
    compare(map((builder, x, y) => builder.call(name, arity === 1 ? [x] : [x, y])), (x, y) => (arity === 1 ? references[name](x) : references[name](x, y)))
  })
})

test('remainder', () => {
  compare(map((builder, x, y) => builder.binary('rem', x, y)), (x, y) => x % y)
})

test('several at once', () => {
  const region = map((builder, x, y) => builder.add(builder.mul(builder.call('sin', [x]), builder.call('cos', [x])), builder.call('exp', [y])))
  compare(region, (x, y) => references.sin(x) * references.cos(x) + references.exp(y))
})
