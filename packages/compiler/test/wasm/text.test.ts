/** Kernels as text: the instructions that the speed stands on are there, and no module needs a feature beyond SIMD and threads. */
import { describe, expect, test } from 'vitest'
import wabt from 'wabt'
import { runner } from './harness.ts'

async function text(region: string): Promise<string> {
  const { readWasm } = await wabt()
  const module = readWasm(runner(region).bytes, {
    readDebugNames: true, simd: true, threads: true, relaxed_simd: false, exceptions: false, gc: false, tail_call: false, memory64: false,
  })
  try {
    module.applyNames()
    return module.toText({ foldExprs: false, inlineExport: false })
  } finally { module.destroy() }
}

/** The function called `name`, from its head to the next function. */
function functionText(module: string, name: string): string {
  const start = module.indexOf(`(func $${name} `)
  expect(start, `no function ${name} in\n${module}`).toBeGreaterThan(0)
  const end = module.indexOf('\n  (func ', start + 1)
  return module.slice(start, end < 0 ? undefined : end)
}

const count = (code: string, instruction: string): number => code.split(/\s+/).filter((word) => word === instruction).length

describe('axpy', async () => {
  const module = await text(`
  region axpy {
    array x: f64 read
    array y: f64 read written
    scalar a = %a: f64
    prologue { %n: i32 = length x }
    body {
      parfor #0 [#0:axpy %i: i32 < %n] {
        %xi: f64 = load x[%i] guarded
        %yi: f64 = load y[%i] guarded
        %p: f64 = mul %a, %xi
        %s: f64 = add %p, %yi
        store y[%i] = %s guarded
      }
    }
  }`)
  test('imports and exports are those of the ABI', () => {
    expect(module).toContain('(import "env" "memory" (memory (;0;) 1 65536 shared))')
    expect(module).toContain('(import "env" "barrier" (func $barrier (type')
    expect(module).toMatch(/\(export "plan" \(func \$?\w+\)\)/)
    expect(module).toMatch(/\(export "region" \(func \$?\w+\)\)/)
    expect(functionText(module, 'region')).toContain('i32.atomic.rmw.add')
  })
  test('four vectors in flight, the scalar spread once', () => {
    const code = functionText(module, 'parfor_axpy')
    expect(count(code, 'v128.load')).toBe(8)
    expect(count(code, 'f64x2.mul')).toBe(4)
    expect(count(code, 'f64x2.add')).toBe(4)
    expect(count(code, 'v128.store')).toBe(4)
    expect(count(code, 'f64x2.splat')).toBe(1)
    expect(code.indexOf('f64x2.splat')).toBeLessThan(code.indexOf('loop'))
    expect(code).not.toContain('extract_lane')
  })
})

describe('sum', async () => {
  const module = await text(`
  region sum {
    array x: f32 read
    output s: f64
    prologue { %n: i32 = length x %zero: f64 = const 0 }
    body {
      %r: f64 = parfor #0 [#0 %i: i32 < %n] carry (%s: f64 = %zero sum) {
        %xi: f64 = load x[%i] guarded
        %t: f64 = add %s, %xi
        yield %t
      }
      yield %r
    }
  }`)
  test('eight lanes of doubles, floats widened on the way', () => {
    const code = functionText(module, 'parfor_0')
    expect(count(code, 'v128.load64_zero')).toBe(4)
    expect(count(code, 'f64x2.promote_low_f32x4')).toBe(4)
    expect(count(code, 'f64x2.add')).toBe(4)
    // ((0+4)+(2+6))+((1+5)+(3+7)), and the trip outside whole groups.
    expect(count(code, 'f64.add')).toBe(8)
    expect(code).toContain('call $merge_0')
  })
})

describe('Mandelbrot', async () => {
  const module = await text(`
  region mandelbrot {
    array k: i32 written
    scalar w = %w: i32
    scalar h = %h: i32
    prologue { %zero: f64 = const 0 %i0: i32 = const 0 %i1: i32 = const 1 %most: i32 = const 200 %four: f64 = const 4 %two: f64 = const 2 %scale: f64 = const 0.01 }
    body {
      parfor #0 [#0:rows %y: i32 < %h, #1 %x: i32 < %w] {
        %xf: f64 = convert value %x
        %yf: f64 = convert value %y
        %cx: f64 = mul %xf, %scale
        %cy: f64 = mul %yf, %scale
        %rx: f64, %ry: f64, %n: i32 = while #2 carry (%a: f64 = %zero, %b: f64 = %zero, %t: i32 = %i0) {
          %a2: f64 = mul %a, %a
          %b2: f64 = mul %b, %b
          %s: f64 = add %a2, %b2
          %in: bool = le %s, %four
          %m: bool = lt %t, %most
          %c: bool = and %in, %m
          yield %c
        } do {
          %aa: f64 = mul %a, %a
          %bb: f64 = mul %b, %b
          %d: f64 = sub %aa, %bb
          %na: f64 = add %d, %cx
          %ab: f64 = mul %a, %b
          %ab2: f64 = mul %ab, %two
          %nb: f64 = add %ab2, %cy
          %t1: i32 = add %t, %i1
          yield %na, %nb, %t1
        }
        %row: i32 = mul %y, %w
        %p: i32 = add %row, %x
        store k[%p] = %n guarded
      }
    }
  }`)
  const code = functionText(module, 'parfor_rows')
  test('lanes leave together or one by one', () => {
    expect(code).toContain('v128.andnot')
    expect(code).toContain('v128.any_true')
    expect(code).toContain('f64x2.le')
    expect(code).toContain('i32x4.splat')
  })
  test('the counter is one scalar for all lanes, and the results are selected only when a lane leaves', () => {
    // The test stands before the loop and again at its end.
    expect(count(code, 'v128.bitselect')).toBe(2 * count(code, 'v128.store'))
    expect(code).not.toContain('i32x4.lt_s')
  })
})
