/** The environment variables. A value that means nothing is an error at once: it was set for a purpose. */
import { ParforError } from './error.ts'
import { backends, maximumThreads } from './options.ts'
import type { Backend } from './options.ts'

export interface Environment {
  threads?: number
  backend?: Backend
  gate?: 'on' | 'off'
  mode: 'marked' | 'infer'
  /** Names of passes after which the compiler prints the region. */
  dump: string[]
  report?: string
  disabled: boolean
  arrays?: 'shared'
}

type Variables = Record<string, string | undefined>

function senseless(name: string, value: string, allowed: string): ParforError {
  return new ParforError('PF501', `environment variable ${name} cannot be ${JSON.stringify(value)}. Allowed: ${allowed}. Leave it unset for the default.`)
}

/** The variable's value if it is one of `allowed`; an empty variable counts as unset. */
function choice<T extends string>(variables: Variables, name: string, allowed: readonly T[]): T | undefined {
  const value = variables[name]
  if (value === undefined || value === '') return undefined
  if (!(allowed as readonly string[]).includes(value)) throw senseless(name, value, allowed.join(', '))
  return value as T
}

function threadCount(variables: Variables): number | undefined {
  const value = variables.PARFOR_THREADS
  if (value === undefined || value === '') return undefined
  const count = Number(value)
  if (!/^\d+$/.test(value) || count < 1 || count > maximumThreads) throw senseless('PARFOR_THREADS', value, `a whole number from 1 to ${maximumThreads}`)
  return count
}

export function parseEnvironment(variables: Variables): Environment {
  return {
    threads: threadCount(variables),
    backend: choice(variables, 'PARFOR_BACKEND', backends),
    gate: choice(variables, 'PARFOR_GATE', ['on', 'off']),
    mode: choice(variables, 'PARFOR_MODE', ['marked', 'infer']) ?? 'marked',
    dump: (variables.PARFOR_DUMP ?? '').split(',').map((name) => name.trim()).filter((name) => name !== ''),
    report: variables.PARFOR_REPORT || undefined,
    disabled: choice(variables, 'PARFOR_DISABLE', ['0', '1']) === '1',
    arrays: choice(variables, 'PARFOR_ARRAYS', ['shared']),
  }
}
