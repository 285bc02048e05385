/** Every element type, read and written through f64 and through its native type, in lanes and in the scalar rest. */
import { describe, expect, test } from 'vitest'
import { numbers, runner, type TypedArray } from './harness.ts'

type Maker = new (values: Iterable<number> | number) => TypedArray
const kinds: { element: string; native: string; make: Maker }[] = [
  { element: 'f64', native: 'f64', make: Float64Array as unknown as Maker },
  { element: 'f32', native: 'f32', make: Float32Array as unknown as Maker },
  { element: 'i32', native: 'i32', make: Int32Array as unknown as Maker },
  { element: 'u32', native: 'u32', make: Uint32Array as unknown as Maker },
  { element: 'i16', native: 'i32', make: Int16Array as unknown as Maker },
  { element: 'u16', native: 'i32', make: Uint16Array as unknown as Maker },
  { element: 'i8', native: 'i32', make: Int8Array as unknown as Maker },
  { element: 'u8', native: 'i32', make: Uint8Array as unknown as Maker },
  { element: 'u8c', native: 'i32', make: Uint8ClampedArray as unknown as Maker },
]
const lengths = [0, 1, 7, 8, 9, 100, 2049]
const bytes = (array: TypedArray): number[] => [...new Uint8Array(array.buffer, array.byteOffset, array.byteLength)]

describe.each(kinds)('$element', ({ element, native, make }) => {
  const store = runner(`
  region store {
    array x: f64 read
    array y: ${element} written
    prologue { %n: i32 = length x }
    body {
      parfor #0 [#0 %i: i32 < %n] {
        %v: f64 = load x[%i] guarded
        %w: f64 = mul %v, %v
        %two: f64 = const 300
        %z: f64 = mul %v, %two
        store y[%i] = %z guarded
      }
    }
  }`)
  test.each(lengths)('%i doubles stored', (n) => {
    const x = Float64Array.from(numbers(n, true))
    const y = new make(n)
    const expected = new make(n)
    for (let i = 0; i < n; i++) expected[i] = x[i] * 300
    store.run([x, y])
    expect(bytes(y)).toEqual(bytes(expected))
  })

  const load = runner(`
  region load {
    array x: ${element} read
    array y: f64 written
    prologue { %n: i32 = length x }
    body {
      parfor #0 [#0 %i: i32 < %n] {
        %v: f64 = load x[%i] guarded
        %h: f64 = const 0.5
        %w: f64 = add %v, %h
        store y[%i] = %w guarded
      }
    }
  }`)
  test.each(lengths)('%i elements read as doubles', (n) => {
    const x = new make(numbers(n, element.startsWith('f')).map((value) => value * 2 ** 32))
    const y = new Float64Array(n)
    load.run([x, y])
    expect([...y]).toEqual(Array.from(x as Iterable<number>, (value) => value + 0.5))
  })

  const copy = runner(`
  region copy {
    array x: ${element} read
    array y: ${element} written
    prologue { %n: i32 = length x %one: ${native} = const 1 }
    body {
      parfor #0 [#0 %i: i32 < %n] {
        %v: ${native} = load x[%i] guarded
        %w: ${native} = add %v, %one
        store y[%i] = %w guarded
      }
    }
  }`)
  test.each(lengths)('%i elements in their own type', (n) => {
    const x = new make(numbers(n).map((value) => value * 2 ** 32))
    const y = new make(n)
    const expected = new make(n)
    for (let i = 0; i < n; i++) expected[i] = element === 'f32' ? Math.fround((x[i] as number) + 1) : (x[i] as number) + 1
    copy.run([x, y])
    expect(bytes(y)).toEqual(bytes(expected))
  })
})

describe.each([['i64', BigInt64Array, BigInt.asIntN], ['u64', BigUint64Array, BigInt.asUintN]] as const)('%s', (element, make, wrap) => {
  const mix = runner(`
  region mix {
    array x: ${element} read
    array y: ${element} read written
    output least: ${element}
    prologue { %n: i32 = length x %three: ${element} = const 3n %top: ${element} = const ${element === 'i64' ? 2n ** 63n - 1n : 2n ** 64n - 1n}n }
    body {
      %r: ${element} = parfor #0 [#0 %i: i32 < %n] carry (%m: ${element} = %top min) {
        %v: ${element} = load x[%i] guarded
        %w: ${element} = load y[%i] guarded
        %p: ${element} = mul %v, %w
        %s: ${element} = shr %p, %three
        %c: bool = lt %v, %w
        %q: ${element} = select %c, %s, %p
        store y[%i] = %q guarded
        %t: ${element} = min %m, %q
        yield %t
      }
      yield %r
    }
  }`)
  test.each(lengths)('%i elements', (n) => {
    const random = numbers(2 * n).map((value) => wrap(64, BigInt(Math.round(value * 2 ** 53)) * 3333n))
    const x = make.from(random.slice(0, n))
    const y = make.from(random.slice(n))
    const expected = y.map((w, i) => {
      const p = wrap(64, x[i] * w)
      return x[i] < w ? p >> 3n : p
    })
    const { outputs } = mix.run([x, y])
    expect([...y]).toEqual([...expected])
    const top = element === 'i64' ? 2n ** 63n - 1n : 2n ** 64n - 1n
    expect(outputs[0]).toBe([...expected].reduce((least, value) => value < least ? value : least, top))
  })
})
