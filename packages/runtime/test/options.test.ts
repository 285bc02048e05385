import { afterEach, describe, expect, it } from 'vitest'
import { configure, info, parallel, ParforError, threads, withOptions } from 'parfor'
import { parseEnvironment } from '../src/environment.ts'
import { nearest } from '../src/nearest.ts'
import { active, gate } from '../src/settings.ts'

function errorOf(f: () => unknown): ParforError {
  try {
    f()
  } catch (error) {
    expect(error).toBeInstanceOf(ParforError)
    return error as ParforError
  }
  throw new Error('nothing was thrown')
}

afterEach(() => { configure({ gate: 'on' }) })

describe('configure', () => {
  it.each([
    [{ thread: 2 }, 'PF500', /configure has no option "thread"\. Did you mean "threads"\? Its options are threads, backend, gate/],
    [{ colour: 'red' }, 'PF500', /configure has no option "colour"\. Its options are/],
    [{ threads: 0 }, 'PF501', /"threads" cannot be 0\. Allowed: a whole number from 1 to 64/],
    [{ threads: 1.5 }, 'PF501', /cannot be 1\.5/],
    [{ threads: '2' }, 'PF501', /cannot be "2"/],
    [{ threads: NaN }, 'PF501', /cannot be NaN/],
    [{ threads: 65 }, 'PF501', /cannot be 65/],
    [{ backend: 'gpu' }, 'PF501', /"backend" cannot be "gpu"\. Allowed: "wasm", "wasm1", "js"/],
    [{ gate: false }, 'PF501', /"gate" cannot be false\. Allowed: "on", "off"/],
    [{ exact: true }, 'PF500', /has no option "exact"/],
    [{ toString: 1 }, 'PF500', /has no option "toString"/],
    [null, 'PF501', /takes an object of options, not null/],
    [4, 'PF501', /takes an object of options, not 4/],
    [[], 'PF501', /not an array/],
    [undefined, 'PF501', /not undefined/],
  ])('refuses %j', (options, code, message) => {
    const error = errorOf(() => configure(options as never))
    expect(error.code).toBe(code)
    expect(error.message).toMatch(message)
    expect(error.message).toMatch(new RegExp(`^\\[${code}\\]`))
  })

  it('changes nothing when one of several options is wrong', () => {
    expect(() => configure({ gate: 'off', threads: -1 })).toThrow(ParforError)
    expect(gate.own).toBe(true)
  })

  it('sets the gate, and leaves what is undefined as it was', () => {
    configure({ gate: 'off' })
    configure({ threads: undefined })
    expect(gate.own).toBe(false)
  })
})

/** What holds inside a call. */
const look = (...values: unknown[]) => ({ ...active, values })
const one = () => 1

describe('withOptions', () => {
  it('hands on arguments, this, result, name and length', () => {
    const wrapped = withOptions(function scale(this: unknown, a: number, b: number) { return [this, a, b] }, { threads: 1 })
    const owner = { wrapped }
    expect(owner.wrapped(1, 2)).toEqual([owner, 1, 2])
    expect([wrapped.name, wrapped.length]).toEqual(['scale', 2])
  })

  it('holds during the call only, also when it throws', () => {
    const before = { ...active }
    expect(withOptions(look, { threads: 3, backend: 'js', exact: true })('x')).toEqual({ threads: 3, backend: 'js', exact: true, values: ['x'] })
    expect({ ...active }).toEqual(before)
    expect(() => withOptions(() => { throw new Error('inside') }, { threads: 3 })()).toThrow('inside')
    expect({ ...active }).toEqual(before)
  })

  it('nests, the inner one first', () => {
    const inner = withOptions(look, { backend: 'wasm1' })
    expect(withOptions(inner, { threads: 5, backend: 'js' })()).toMatchObject({ threads: 5, backend: 'wasm1' })
  })

  it('refuses what it does not know, when it is made', () => {
    expect(errorOf(() => withOptions(look, { treads: 2 } as never)).message).toMatch(/withOptions has no option "treads"\. Did you mean "threads"\?/)
    expect(errorOf(() => withOptions(look, { exact: 'yes' } as never)).message).toMatch(/"exact" cannot be "yes"\. Allowed: true, false/)
    expect(errorOf(() => withOptions('f' as never, {})).message).toMatch(/withOptions takes a function/)
  })

  it('takes what threads() gives', () => {
    expect(withOptions(look, threads(4))()).toMatchObject({ threads: 4 })
    expect(errorOf(() => threads(0)).message).toMatch(/threads\(0\)/)
  })
})

describe('parallel', () => {
  it('is the identity, as a call and as a decorator of either kind', () => {
    expect(parallel(one)).toBe(one)
    expect(parallel(one, { kind: 'method' } as ClassMethodDecoratorContext)).toBe(one)
    expect(parallel({}, 'method', { value: one })).toBeUndefined()
  })
})

describe('info', () => {
  it('is data that a caller cannot change the runtime with', () => {
    const first = info()
    first.regions.push(undefined as never)
    expect(info().regions).not.toContain(undefined)
    expect(first.versions.node).toBe(process.versions.node)
    expect(first.ladder.map((one) => one.rung)).toEqual(['wasm', 'wasm1', 'js'])
  })
})

describe('environment', () => {
  it('is empty by default, and an empty variable counts as unset', () => {
    const none = { threads: undefined, backend: undefined, gate: undefined, mode: 'marked', dump: [], report: undefined, disabled: false, arrays: undefined }
    expect(parseEnvironment({})).toEqual(none)
    expect(parseEnvironment({ PARFOR_THREADS: '', PARFOR_BACKEND: '', PARFOR_DISABLE: '', PARFOR_DUMP: ' , ', PARFOR_REPORT: '' })).toEqual(none)
  })

  it('reads every variable', () => {
    expect(parseEnvironment({
      PARFOR_THREADS: '7', PARFOR_BACKEND: 'wasm1', PARFOR_GATE: 'off', PARFOR_MODE: 'infer', PARFOR_DUMP: 'fuse, narrow', PARFOR_REPORT: 'x.jsonl', PARFOR_DISABLE: '1', PARFOR_ARRAYS: 'shared',
    })).toEqual({ threads: 7, backend: 'wasm1', gate: 'off', mode: 'infer', dump: ['fuse', 'narrow'], report: 'x.jsonl', disabled: true, arrays: 'shared' })
  })

  it.each([
    ['PARFOR_THREADS', 'many', /a whole number from 1 to 64/], ['PARFOR_THREADS', '0', /1 to 64/], ['PARFOR_THREADS', '1e1', /1 to 64/], ['PARFOR_THREADS', '-2', /1 to 64/],
    ['PARFOR_THREADS', '99', /1 to 64/], ['PARFOR_BACKEND', 'cuda', /wasm, wasm1, js/], ['PARFOR_BACKEND', 'WASM', /wasm, wasm1, js/], ['PARFOR_GATE', 'no', /on, off/],
    ['PARFOR_MODE', 'all', /marked, infer/], ['PARFOR_DISABLE', 'yes', /0, 1/], ['PARFOR_ARRAYS', 'own', /shared/],
  ])('%s=%s is an error that names variable, value and what is allowed', (name, value, allowed) => {
    const error = errorOf(() => parseEnvironment({ [name]: value }))
    expect(error.code).toBe('PF501')
    expect(error.message).toContain(`environment variable ${name} cannot be "${value}"`)
    expect(error.message).toMatch(allowed)
  })
})

describe('nearest', () => {
  it.each([['backedn', 'backend'], ['Threads', 'threads'], ['thread', 'threads'], ['xyzzyx', undefined], ['', undefined]])('%s: %s', (name, expected) => {
    expect(nearest(name, ['threads', 'backend', 'gate'])).toBe(expected)
  })
})
