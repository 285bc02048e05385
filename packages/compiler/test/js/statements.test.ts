import { describe, expect, test } from 'vitest'
import { emptyRegion } from '../../src/ir/builder.ts'
import { parseRegion } from '../../src/ir/parse.ts'
import { emitExpression, emitJavaScript } from '../../src/js/emit.ts'
import { axpy, everything, sum } from '../ir/texts.ts'
import { compile, run } from './run.ts'

test('axpy and the text it becomes', () => {
  expect(emitJavaScript(parseRegion(axpy))).toBe(`function axpy(x, y, a, out) {
  const v1 = y.length
  if (!(v1 * 4 >= 4)) return false
  for (let i = 0; i < v1; i++) {
    y[i] = a * x[i] + y[i]
  }
  return true
}`)
  const y = Float64Array.of(1, 2)
  expect(run(axpy, Float64Array.of(10, 20), y, 2)).toEqual([])
  expect([...y]).toEqual([21, 42])
})

test('a guard fails before anything is written', () => {
  const out: unknown[] = []
  expect(compile(axpy)(new Float64Array(0), new Float64Array(0), 2, out)).toBe(false)
  const text = `region r { array a: f64 written scalar ok = %ok.0: bool output n: f64 prologue { %1: f64 = const 7 } guard %ok.0 "no" body {
    %2: i32 = const 0
    store a[%2] = %1 guarded
    yield %1
  } }`
  const a = new Float64Array(1)
  expect(compile(text)(a, false, out)).toBe(false)
  expect([a[0], out.length]).toEqual([0, 0])
  expect(run(text, a, true)).toEqual([7])
  expect(a[0]).toBe(7)
})

test('counting loops before they are normalised', () => {
  expect(run(sum, Float64Array.of(1, 2, 3.5))).toEqual([6.5])
  const text = `region r { scalar n = %n.0: f64 output last: f64 output sum: f64 body {
    %1: f64 = const 10
    %2: f64 = const 0
    %s.3: f64, %i.4: f64 = for #0 %i.5: f64 = %1 while gt %n.0 step -2.5 carry (%s.6: f64 = %2) {
      %7: f64 = add %s.6, %i.5
      yield %7
    }
    yield %i.4, %s.3
  } }`
  expect(run(text, 3)).toEqual([2.5, 10 + 7.5 + 5])
  expect(run(text, 12)).toEqual([10, 0])
})

describe('carried values', () => {
  test('change places', () => {
    const text = `region r { scalar n = %n.0: i32 output a: f64 output b: f64 output c: f64 body {
      %1: f64 = const 1
      %2: f64 = const 2
      %3: f64 = const 3
      %4: f64, %5: f64, %6: f64 = loop #0 %t.7: i32 < %n.0 carry (%a.8: f64 = %1, %b.9: f64 = %2, %c.10: f64 = %3) {
        %11: f64 = add %b.9, %c.10
        yield %b.9, %a.8, %11
      }
      yield %4, %5, %6
    } }`
    expect(run(text, 0)).toEqual([1, 2, 3])
    expect(run(text, 1)).toEqual([2, 1, 5])
    expect(run(text, 3)).toEqual([2, 1, 8])
    expect(run(text, -5)).toEqual([1, 2, 3])
  })

  test('while: the condition sees them, and may need statements', () => {
    const text = `region r { array a: f64 read scalar limit = %limit.0: f64 output i: i32 output s: f64 body {
      %1: i32 = const 0
      %2: f64 = const 0
      %3: i32, %4: f64 = while #0 carry (%i.5: i32 = %1, %s.6: f64 = %2) {
        %7: f64 = load a[%i.5] checked
        %8: f64 = mul %7, %7
        %9: f64 = add %8, %8
        %10: f64 = add %8, %9
        %11: bool = lt %10, %limit.0
        yield %11
      } do {
        %12: f64 = load a[%i.5] checked
        %13: f64 = add %s.6, %12
        %14: i32 = const 1
        %15: i32 = add %i.5, %14
        yield %15, %13
      }
      yield %3, %4
    } }`
    expect(run(text, Float64Array.of(1, 2, 3, 10, 1), 100)).toEqual([3, 6])
    // Past the end the condition compares NaN.
    expect(run(text, Float64Array.of(1, 2), 1e9)).toEqual([2, 3])
  })

  test('a value of the outer trip is not computed in the inner one', () => {
    const text = `region r { array a: f64 read written scalar n = %n.0: i32 body {
      loop #0 %i.1: i32 < %n.0 {
        %2: f64 = load a[%i.1] guarded
        loop #1 %j.3: i32 < %n.0 {
          store a[%j.3] = %2 guarded
        }
      }
    } }`
    const a = Float64Array.of(5, 6, 7)
    run(text, a, 3)
    expect([...a]).toEqual([5, 5, 5])
  })
})

const readAt = (element: string, type: string): string => `region r { array a: ${element} read scalar i = %i.0: f64 output x: ${type} body {
  %1: ${type} = load a[%i.0] checked
  yield %1
} }`

describe('memory', () => {
  test('a read stays before the store after it', () => {
    const text = `region r { array a: f64 read written output x: f64 output y: f64 body {
      %0: i32 = const 0
      %1: f64 = load a[%0] guarded
      %2: f64 = const 9
      store a[%0] = %2 guarded
      %3: f64 = load a[%0] guarded
      %4: f64 = add %1, %3
      yield %4, %1
    } }`
    expect(run(text, Float64Array.of(1))).toEqual([10, 1])
  })

  test('a read stays before a store inside an if, and before a loop inside one', () => {
    const text = `region r { array a: f64 read written scalar c = %c.0: bool scalar n = %n.9: i32 output x: f64 body {
      %1: i32 = const 0
      %2: f64 = load a[%1] guarded
      %8: f64 = neg %2
      if %c.0 {
        loop #0 %t.3: i32 < %n.9 {
          %4: f64 = const 9
          store a[%t.3] = %4 guarded
        }
      }
      %5: f64 = load a[%1] guarded
      %6: f64 = add %8, %5
      yield %6
    } }`
    expect(run(text, Float64Array.of(1), true, 1)).toEqual([8])
    expect(run(text, Float64Array.of(1), false, 1)).toEqual([0])
  })

  test('reads out of range are NaN, writes nothing', () => {
    const text = `region r { array a: num read written scalar i = %i.0: f64 output x: f64 body {
      %1: f64 = load a[%i.0] checked
      %2: f64 = const 1
      store a[%i.0] = %2 checked
      yield %1
    } }`
    for (const index of [-1, 3, 0.5, NaN, 2 ** 40, -Infinity]) {
      const a = Int16Array.of(7, 8, 9)
      expect(run(text, a, index)).toEqual([NaN])
      expect([...a]).toEqual([7, 8, 9])
    }
    const a = Int16Array.of(7, 8, 9)
    expect(run(text, a, -0)).toEqual([7])
    expect([...a]).toEqual([1, 8, 9])
  })

  test('native reads out of range are numbers of their type', () => {
    expect(run(readAt('i32', 'i32'), Int32Array.of(-1), 5)).toEqual([0])
    expect(run(readAt('u32', 'u32'), Uint32Array.of(4294967295), 0)).toEqual([4294967295])
    expect(run(readAt('u32', 'u32'), Uint32Array.of(1), 5)).toEqual([0])
    expect(run(readAt('f32', 'f32'), Float32Array.of(1), 5)).toEqual([NaN])
    expect(run(readAt('i64', 'i64'), BigInt64Array.of(-1n), 5)).toEqual([0n])
    expect(run(readAt('i64', 'i64'), BigInt64Array.of(-1n), 0)).toEqual([-1n])
  })

  test('stores convert as the array does, whatever its type', () => {
    const text = `region r { array a: num written scalar x = %x.0: f64 body {
      %1: i32 = const 0
      store a[%1] = %x.0 guarded
    } }`
    const stored = (array: Uint8ClampedArray | Int8Array | Float32Array | Uint32Array, value: number): number => {
      run(text, array, value)
      return array[0]
    }
    expect(stored(new Uint8ClampedArray(1), 2.5)).toBe(2)
    expect(stored(new Uint8ClampedArray(1), 300)).toBe(255)
    expect(stored(new Int8Array(1), 300)).toBe(44)
    expect(stored(new Float32Array(1), 0.1)).toBe(Math.fround(0.1))
    expect(stored(new Uint32Array(1), -1)).toBe(2 ** 32 - 1)
  })
})

describe('if', () => {
  const text = `region r { scalar x = %x.0: f64 output a: f64 output b: f64 body {
    %1: f64 = const 0
    %2: bool = lt %x.0, %1
    %3: f64 = mul %x.0, %x.0
    %4: f64, %5: f64 = if %2 {
      %6: f64 = neg %3
      yield %6, %x.0
    } else {
      %7: f64 = add %3, %x.0
      yield %x.0, %7
    }
    yield %4, %5
  } }`

  test('yields the values of the branch taken', () => {
    expect(run(text, -3)).toEqual([-9, -3])
    expect(run(text, 3)).toEqual([3, 12])
  })

  test('with an empty first branch', () => {
    const inverted = `region r { array a: f64 written scalar c = %c.0: bool body {
      if %c.0 {
      } else {
        %1: i32 = const 0
        %2: f64 = const 5
        store a[%1] = %2 guarded
      }
    } }`
    const a = new Float64Array(1)
    run(inverted, a, true)
    expect(a[0]).toBe(0)
    run(inverted, a, false)
    expect(a[0]).toBe(5)
  })

  test('a value needed after it is not printed inside it', () => {
    const after = `region r { scalar x = %x.0: f64 scalar n = %n.1: i32 output a: f64 body {
      %2: f64 = add %x.0, %x.0
      %3: f64 = const 3
      %4: bool = lt %x.0, %3
      %5: f64 = if %4 {
        %6: f64 = loop #0 %t.7: i32 < %n.1 carry (%s.8: f64 = %x.0) {
          %9: f64 = add %s.8, %3
          yield %9
        }
        yield %6
      } else {
        yield %3
      }
      %10: f64 = mul %5, %2
      yield %10
    } }`
    expect(run(after, 1, 2)).toEqual([14])
    expect(run(after, 4, 2)).toEqual([24])
  })
})

test('live-ins named like reserved words, like each other, and like nothing that could be a name', () => {
  const text = `region "class" { array "in": f64 read array "a.b": f64 read array "a b": f64 read scalar "let" = %new.0: f64 scalar out = %1: f64 scalar "1" = %2: f64 output "x": f64 body {
    %3: i32 = const 0
    %4: f64 = load "in"[%3] guarded
    %5: f64 = load "a.b"[%3] guarded
    %6: f64 = load "a b"[%3] guarded
    %7: f64 = sub %4, %5
    %8: f64 = sub %7, %6
    %9: f64 = sub %8, %new.0
    %10: f64 = sub %9, %1
    %arguments.11: f64 = sub %10, %2
    %arguments.12: f64 = mul %arguments.11, %arguments.11
    yield %arguments.12
  } }`
  expect(run(text, Float64Array.of(100), Float64Array.of(1), Float64Array.of(2), 3, 4, 5)).toEqual([85 ** 2])
})

test('long expressions are broken into lines', () => {
  const terms = Array.from({ length: 60 }, (_, index) => `%${index + 2}: f64 = mul %${index + 1}, %x.0`)
  const text = `region r { scalar x = %x.0: f64 output y: f64 body {\n%1: f64 = add %x.0, %x.0\n${terms.join('\n')}\nyield %61\n} }`
  const printed = emitJavaScript(parseRegion(text))
  expect(Math.max(...printed.split('\n').map((line) => line.length))).toBeLessThan(120)
  expect(run(text, 1.5)).toEqual([Array.from({ length: 60 }).reduce<number>((product) => product * 1.5, 3)])
})

test('every kind of operation can be printed; collectives of several processes cannot', () => {
  expect(() => emitJavaScript(parseRegion(everything))).toThrow('one process only')
  const local = everything.replaceAll(/.*(allreduce|rankrange).*\n/g, '').replace('yield %92, %93, %75', 'yield %70, %38, %75')
  expect(() => new Function(`return ${emitJavaScript(parseRegion(local))}`)).not.toThrow()
})

describe('expressions for the host function', () => {
  test('the work of a region', () => {
    const region = parseRegion(axpy)
    expect(emitExpression(region, region.work!)).toBe('y.length * 4')
  })

  test('live-ins keep the names that the host has for them', () => {
    const region = parseRegion(`region r { array "point.x": f64 read scalar n = %n.0: f64 prologue {
      %1: i32 = length "point.x"
      %2: f64 = convert value %1
      %3: f64 = max %2, %n.0
      %4: f64 = mul %3, %3
    } work %4 body {
    } }`)
    expect(emitExpression(region, region.work!)).toBe('Math.max(point.x.length, n) * Math.max(point.x.length, n)')
  })

  test('none where statements are needed', () => {
    const region = parseRegion(`region r { scalar c = %c.0: bool scalar n = %n.1: f64 prologue {
      %2: f64 = if %c.0 {
        yield %n.1
      } else {
        %3: f64 = neg %n.1
        yield %3
      }
    } work %2 body {
    } }`)
    expect(emitExpression(region, region.work!)).toBeUndefined()
  })
})

test('an empty region', () => {
  const region = emptyRegion('nothing')
  expect(emitJavaScript(region)).toBe('function nothing(out) {\n  return true\n}')
})
