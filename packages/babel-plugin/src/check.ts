/** What a wrong option is answered with. */
import type { ModuleOptions } from './options.ts'

export function checkOptions(options: Partial<ModuleOptions>, known: readonly string[]): void {
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) throw new Error(`parfor: unknown option '${name}'; known are ${known.join(', ')} (PF500)`)
  }
  check('mode', options.mode, ['marked', 'infer'])
  check('results', options.results, ['shared', 'copy'])
  check('arrays', options.arrays, ['shared', 'own'])
  check('format', options.format, ['module', 'commonjs'])
  const { modules } = options
  if (modules !== undefined && typeof (modules as Partial<typeof modules> | null)?.resolve !== 'function') {
    throw new Error('parfor: modules has no function resolve; it can be { resolve(specifier, importer) { … } } (PF501)')
  }
}

function check(name: string, value: string | undefined, allowed: string[]): void {
  if (value !== undefined && !allowed.includes(value)) throw new Error(`parfor: ${name} is '${value}'; it can be ${allowed.join(' or ')} (PF501)`)
}
