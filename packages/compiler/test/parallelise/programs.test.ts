/**
 * IR text in, IR text and verdicts out. `programs/*.ir` are regions as `normalise` leaves them, with their source in JavaScript at the top;
 * `programs/*.out.ir` are what becomes of them. The table says what matters of it.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { CompileOptions, PassContext } from '../../src/context.ts'
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts'
import { parseRegion } from '../../src/ir/parse.ts'
import { printRegion } from '../../src/ir/print.ts'
import type { Combine, Region } from '../../src/ir/types.ts'
import { forEachRegionOperation } from '../../src/ir/walk.ts'
import { verifyRegion } from '../../src/ir/verify.ts'
import { collapse } from '../../src/passes/collapse.ts'
import { fuse } from '../../src/passes/fuse.ts'
import { parallelise } from '../../src/passes/parallelise.ts'
import { simplify } from '../../src/passes/simplify.ts'

const directory = new URL('./programs/', import.meta.url)

function run(name: string, options: CompileOptions = {}): { region: Region; diagnostics: Diagnostic[] } {
  const region = parseRegion(readFileSync(new URL(`${name}.ir`, directory), 'utf8'))
  const context: PassContext = { options, diagnostics: [] }
  for (const [pass, execute] of Object.entries({ parallelise, collapse, fuse, simplify })) {
    execute(region, context)
    verifyRegion(region, pass)
  }
  return { region, diagnostics: context.diagnostics }
}

function combineText(combine: Combine): string {
  return 'tie' in combine ? `${combine.kind} ${combine.tie}` : combine.kind === 'companion' ? `companion ${combine.of}` : combine.kind
}

/** `i j (sum)`: a parfor over two counters that carries a sum. */
function parfors(region: Region): string[] {
  const found: string[] = []
  forEachRegionOperation(region, (operation) => {
    if (operation.kind !== 'parfor') return
    const carried = operation.combines.filter(({ kind }) => kind !== 'winner').map(combineText)
    found.push([...operation.dimensions.map(({ trip }) => trip.name), ...(carried.length > 0 ? [`(${carried.join(', ')})`] : [])].join(' '))
  })
  return found
}

function aliases(region: Region): string[] {
  return region.aliases.map(({ first, second, same }) => `${[first.name, second.name].sort().join(' ')}${same ? ' same' : ''}`).sort()
}

function ownGuards(region: Region): number {
  return region.guards.filter(({ reason }) => reason.startsWith('the trips') || reason.includes('2^53')).length
}

interface Expected { verdicts: string; parfors: string[]; aliases?: string[]; guards?: number }

const table: Record<string, Expected> = {
  'axpy': { verdicts: 'PF100', parfors: ['i'], aliases: ['x y same'] },
  'in-place': { verdicts: 'PF100', parfors: ['i'] },
  'neighbour': { verdicts: 'PF201', parfors: [] },
  'neighbour-of-another': { verdicts: 'PF100', parfors: ['i'], aliases: ['a b'] },
  'reversed': { verdicts: 'PF100', parfors: ['i'] },
  'reverse-in-place': { verdicts: 'PF100', parfors: ['i'], guards: 2 },
  'odd-and-even': { verdicts: 'PF100', parfors: ['i'] },
  'step-two': { verdicts: 'PF100', parfors: ['i'] },
  'step-two-collides': { verdicts: 'PF201', parfors: [] },
  'pixels': { verdicts: 'PF100', parfors: ['i'] },
  'shifted': { verdicts: 'PF100', parfors: ['i'], guards: 1 },
  'rows': { verdicts: 'PF100 PF102', parfors: ['i j'] },
  'rows-of-another-length': { verdicts: 'PF100 PF102', parfors: ['i j'], guards: 1 },
  'volume': { verdicts: 'PF100 PF102 PF102', parfors: ['i j k'], aliases: ['a b'], guards: 3 },
  'diagonals': { verdicts: 'PF103 PF100', parfors: ['j'], aliases: ['a b'] },
  'triangular': { verdicts: 'PF100 PF102', parfors: ['i', 'j'], guards: 1 },
  'tiles': { verdicts: 'PF100 PF102', parfors: ['ii', 'i'], guards: 1 },
  'jacobi': { verdicts: 'PF103 PF100 PF102 PF100 PF102', parfors: ['i j', 'i j'], aliases: ['a b'], guards: 1 },
  'matmul-ijk': { verdicts: 'PF100 PF102 PF102', parfors: ['i j'], aliases: ['a c', 'b c'] },
  'matmul-ikj': { verdicts: 'PF100 PF102 PF102', parfors: ['i', 'j'], aliases: ['a c same', 'b c'] },
  'lu': { verdicts: 'PF103 PF100 PF102', parfors: ['i', 'j'] },
  'spmv': { verdicts: 'PF100 PF102', parfors: ['i'], aliases: ['c y', 'p y', 'v y', 'x y'] },
  'histogram': { verdicts: 'PF101', parfors: ['i'], aliases: ['h x'] },
  'histogram-weights': { verdicts: 'PF101', parfors: ['i'], aliases: ['h k', 'h most', 'h w', 'k most', 'most w'], guards: 0 },
  'histogram-of-doubles': { verdicts: 'PF202', parfors: [] },
  'histogram-of-pairs': { verdicts: 'PF101 PF102', parfors: ['r i'], aliases: ['a h', 'b h'] },
  'histogram-of-fractions': { verdicts: 'PF202', parfors: [] },
  'histogram-clamped': { verdicts: 'PF202', parfors: [] },
  'histogram-of-two-kinds': { verdicts: 'PF202', parfors: [] },
  // Copies for each thread would cost more than the loop inside, which needs none.
  'histogram-of-columns': { verdicts: 'PF103 PF100', parfors: ['j'], aliases: ['h x'] },
  'histogram-per-row': { verdicts: 'PF100 PF102', parfors: ['r'], aliases: ['h x'] },
  'element-sum': { verdicts: 'PF201', parfors: [] },
  'sum': { verdicts: 'PF101', parfors: ['i (sum)'] },
  'sum-of-rows': { verdicts: 'PF101 PF102', parfors: ['i j (sum)'] },
  'sum-not-perfect': { verdicts: 'PF101 PF102', parfors: ['i (sum)'] },
  'numba-4922': { verdicts: 'PF101', parfors: ['i (sum)'] },
  'numba-7344': { verdicts: 'PF101', parfors: ['i (product)'] },
  'numba-8184': { verdicts: 'PF101', parfors: ['i (sum, sum)'] },
  'numba-7630-sum': { verdicts: 'PF101', parfors: ['i (sum)'] },
  'numba-7630-mixed': { verdicts: 'PF200', parfors: [] },
  'numba-8515': { verdicts: 'PF100 PF100', parfors: ['i', 'i'], aliases: ['a b same', 'b c'] },
  'fused': { verdicts: 'PF100 PF104', parfors: ['i'], aliases: ['a b same', 'a c same', 'b c same'] },
  'fused-reductions': { verdicts: 'PF101 PF104', parfors: ['i (sum, max)'] },
  'not-fused-mean': { verdicts: 'PF101 PF100', parfors: ['i (sum)', 'i'], aliases: ['a b same'] },
  'not-fused-blocks': { verdicts: 'PF101 PF100 PF102', parfors: ['i (sum)', 'i'], aliases: ['a b'] },
  'extrema': { verdicts: 'PF101', parfors: ['i (min, max)'] },
  'argmax-first': { verdicts: 'PF101', parfors: ['i (greatest first, companion 0)'] },
  'argmin-last': { verdicts: 'PF101', parfors: ['i (companion 1, least last)'] },
  'argmax-table': { verdicts: 'PF101 PF102', parfors: ['i (greatest first, companion 0, companion 0)'] },
  'max-where': { verdicts: 'PF101', parfors: ['i (greatest first, companion 0)'] },
  'max-ternary-negated': { verdicts: 'PF101', parfors: ['i (greatest last, or)'] },
  'max-negated-with-store': { verdicts: 'PF200', parfors: [] },
  'second-largest': { verdicts: 'PF200', parfors: [] },
  'count-with-max': { verdicts: 'PF200', parfors: [] },
  'bits': { verdicts: 'PF101', parfors: ['i (or, and, xor)'] },
  'bits-of-anything': { verdicts: 'PF200', parfors: [] },
  'flags': { verdicts: 'PF101', parfors: ['i (or, and, or)'] },
  'last-value': { verdicts: 'PF101', parfors: ['i (last, last)'] },
  'first-value': { verdicts: 'PF101', parfors: ['i (or, first)'] },
  'first-by-sentinel': { verdicts: 'PF101', parfors: ['i (first, companion 0)'] },
  'first-by-reachable-sentinel': { verdicts: 'PF200', parfors: [] },
  'scan': { verdicts: 'PF200', parfors: [], aliases: [] },
  'filter': { verdicts: 'PF101', parfors: ['i'], aliases: ['out where', 'out x', 'where x'] },
  'filter-pixels': { verdicts: 'PF101 PF102', parfors: ['y x'], aliases: ['image xs', 'image ys', 'xs ys'] },
  'filter-partition': { verdicts: 'PF101', parfors: ['i'], aliases: ['a b', 'a x', 'b x'] },
  'filter-two-loops': { verdicts: 'PF101 PF101', parfors: ['i', 'i'], aliases: ['out x', 'out y'] },
  'filter-with-sum': { verdicts: 'PF101', parfors: ['i (sum)'], aliases: ['out x'] },
  'filter-per-step': { verdicts: 'PF103 PF101', parfors: ['i'], aliases: ['out x'] },
  'filter-branch-free': { verdicts: 'PF200', parfors: [] },
  'filter-points': { verdicts: 'PF200', parfors: [] },
  'filter-in-place': { verdicts: 'PF200', parfors: [] },
  'filter-unique': { verdicts: 'PF200', parfors: [] },
  'filter-limited': { verdicts: 'PF200', parfors: [] },
  'filter-inside': { verdicts: 'PF200 PF200', parfors: [] },
  'filter-from-anywhere': { verdicts: 'PF202 PF200', parfors: [] },
  'filter-two-counters': { verdicts: 'PF200', parfors: [] },
  'filter-with-memory': { verdicts: 'PF200', parfors: [] },
  'divided': { verdicts: 'PF200', parfors: [] },
  'alternating': { verdicts: 'PF200', parfors: [] },
  'decided-by-sum': { verdicts: 'PF200', parfors: [] },
  'counter-in-nest': { verdicts: 'PF100 PF102', parfors: ['y x'], guards: 3 },
  'fractional-counter': { verdicts: 'PF200', parfors: [] },
  'conditional-counter': { verdicts: 'PF101', parfors: ['i'], aliases: ['x y'] },
  'search': { verdicts: 'PF204', parfors: [] },
  'until': { verdicts: 'PF103 PF101', parfors: ['i (sum)'] },
  'halving': { verdicts: 'PF203', parfors: [] },
}

test('every program is in the table', () => {
  const names = readdirSync(directory).filter((file) => !file.endsWith('.out.ir')).map((file) => file.replace('.ir', ''))
  expect(names.sort()).toEqual(Object.keys(table).sort())
})

describe.each(Object.entries(table))('%s', (name, expected) => {
  const { region, diagnostics } = run(name)

  test('verdicts', () => {
    expect(diagnostics.map(({ code }) => code).join(' ')).toBe(expected.verdicts)
    expect(diagnostics.map(({ loop }) => loop?.id)).toEqual(diagnostics.map((_, index) => index))
    for (const { severity, cure, location } of diagnostics) {
      expect(location).toBeDefined()
      if (severity === 'warning') expect(cure).toBeDefined()
    }
  })

  test('loops, rules and guards', () => {
    expect(parfors(region)).toEqual(expected.parfors)
    expect(aliases(region)).toEqual(expected.aliases ?? [])
    if (expected.guards !== undefined) expect(ownGuards(region)).toBe(expected.guards)
  })

  test('text', async () => {
    const verdicts = diagnostics.map(({ code, message }) => `// ${code} ${message}\n`).join('')
    await expect(verdicts + printRegion(region)).toMatchFileSnapshot(`programs/${name}.out.ir`)
  })
})

function only(name: string, options?: CompileOptions): Diagnostic {
  return run(name, options).diagnostics[0]
}

describe('what the verdicts say', () => {
  test('a scan: the variable and the two lines', () => {
    expect(only('scan')).toMatchObject({
      code: 'PF200', severity: 'warning', message: "'s' is carried from trip to trip (written in line 4, read in line 4)",
      related: [{ location: { line: 4 }, message: "'s' is written here" }, { location: { line: 4 }, message: "the 's' of the trip before is read here" }],
    })
  })

  test('a recurrence: the array and the two lines', () => {
    expect(only('neighbour')).toMatchObject({
      message: "an element of 'a' is carried from trip to trip (lines 3 and 4)", related: [{ location: { line: 3 } }, { location: { line: 4 } }],
    })
  })

  test('with exact, sums of floats keep their order', () => {
    expect(only('sum', { exact: true })).toMatchObject({ code: 'PF200', message: expect.stringContaining("'s' is a sum or product of floats") })
    expect(parfors(run('argmax-first', { exact: true }).region)).toHaveLength(1)
    expect(parfors(run('matmul-ijk', { exact: true }).region)).toEqual(['i j'])
  })
})
