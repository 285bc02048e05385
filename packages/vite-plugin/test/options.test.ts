import { describe, expect, test } from 'vitest'
import parfor from '../src/index.ts'

const make = (options: unknown) => () => parfor(options as never)

describe('options', () => {
  test('defaults and every sensible value', () => {
    for (const options of [
      undefined, {}, { mode: 'infer' }, { results: 'copy' }, { arrays: 'shared' }, { exact: true }, { include: 'src/**' }, { include: [/\.ts$/, 'lib/*.js'], exclude: /legacy/ },
      { isolation: false }, { isolation: 'credentialless' }, { overlay: false }, { mode: undefined },
    ]) expect(make(options)).not.toThrow()
  })

  test('an unknown name is an error with the nearest one', () => {
    expect(make({ isolaton: false })).toThrow('parfor PF500: the plugin has no option "isolaton". Did you mean "isolation"? Its options are mode, results, arrays, exact, include, exclude, isolation, overlay.')
    expect(make({ includes: 'src' })).toThrow('Did you mean "include"?')
    expect(make({ zzz: 1 })).toThrow('parfor PF500: the plugin has no option "zzz". Its options are mode')
  })

  test('an option of the runtime is sent there', () => {
    expect(make({ threads: 2 })).toThrow("It is set in the application: configure({ threads: 2 }) of the package 'parfor'.")
  })

  test('a value without sense is an error with what is allowed', () => {
    expect(make({ mode: 'all' })).toThrow('parfor PF501: option "mode" of the plugin cannot be "all". Allowed: "marked" or "infer".')
    expect(make({ isolation: true })).toThrow('option "isolation" of the plugin cannot be true. Allowed: "require-corp" or "credentialless" or false.')
    expect(make({ overlay: 'yes' })).toThrow('option "overlay" of the plugin cannot be "yes". Allowed: true or false.')
    expect(make({ include: () => true })).toThrow('option "include" of the plugin cannot be a function. Allowed: a glob pattern, a regular expression, or an array of them.')
    expect(make({ exclude: ['a', 3] })).toThrow('option "exclude" of the plugin cannot be an array.')
    expect(make({ include: '' })).toThrow('PF501')
    expect(make('marked')).toThrow('parfor PF501: the plugin takes an object of options, not "marked". Write, for example, parfor({ isolation: false }).')
    expect(make([])).toThrow('not an array')
    expect(make(null)).toThrow('not null')
  })
})
