/** One marked module through the front end: types of other modules, the compiler, errors as Vite shows them. */
import type * as FrontEnd from '@parfor/babel-plugin'
import type { Babel, Embedding, ExtendedModule, ModuleResult } from '@parfor/babel-plugin'
import type { Plugin } from 'vite'
import { readInScopes } from './components.ts'
import type { Component } from './components.ts'
import { compilerFailed, isParseError, syntaxError } from './errors.ts'
import { extendForHot } from './hot.ts'
import { ModuleTypes, resolveOptions } from './module-types.ts'
import type { State } from './state.ts'

export interface Tools { babel: Babel; frontEnd: typeof FrontEnd }

let loading: Promise<Tools> | undefined

/** Babel and the compiler, at the first marked file: an application without one never loads them. */
export function tools(): Promise<Tools> {
  return loading ??= Promise.all([import('@babel/core'), import('@parfor/babel-plugin')]).then(([babel, frontEnd]) => ({ babel: babel.default ?? babel, frontEnd }))
}

type TransformHook = Extract<NonNullable<Plugin['transform']>, { handler: unknown }>['handler']
export type TransformContext = ThisParameterType<TransformHook>

export interface SourceModule { file: string; source: string; component: Component | undefined }

/** Undefined if the compiler failed, which is a warning. */
export async function compile(context: TransformContext, state: State, { file, source, component }: SourceModule): Promise<ModuleResult | undefined> {
  const { babel, frontEnd } = await tools()
  const { environment } = context
  const config = environment.getTopLevelConfig()
  const { mode, results, arrays, exact } = state.options
  const options = {
    filename: file, root: config.root, mode, results, arrays, exact, format: 'module' as const,
    ...(config.command === 'serve' && { extend: (module: ExtendedModule) => extendForHot(module, file) }),
  }
  const resolveId = async (specifier: string, importer: string): Promise<string | undefined> => (await context.resolve(specifier, importer, resolveOptions(context)))?.id
  const types = state.types ??= new ModuleTypes(config)
  const compileScript = async (text: string, embedded?: Embedding): Promise<ModuleResult> => {
    const asked = { ...options, embedded }
    const { modules, fingerprint, dependencies } = await types.gather(environment, { frontEnd, babel, source: text, options: asked, resolveId })
    if (environment.mode === 'build') for (const one of dependencies) context.addWatchFile(one)
    return state.compiled.get(`${file}\0${source}\0${fingerprint}`, async () => frontEnd.compileModule(babel, text, { ...asked, modules }))
  }
  try {
    return await (component ? readInScopes(component, compileScript) : compileScript(source))
  } catch (error) {
    if (isParseError(error)) return context.error(syntaxError(error, file))
    context.warn(compilerFailed(file, error))
    return undefined
  }
}
