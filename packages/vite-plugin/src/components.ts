/**
 * Components of Vue and Svelte. They are compiled before their frameworks see them, in place: what the front end reads is the file with everything blank but
 * its scripts, and what it rewrites is the file. Import and descriptors go to the level of the module, so that regions are made once and not for each instance.
 */
import type { Embedding, RewrittenModule } from '@parfor/babel-plugin'
import type { Script } from './components-markup.ts'
import { svelteScripts } from './components-svelte.ts'
import { vueScripts } from './components-vue.ts'
import { fileOf } from './ids.ts'

export interface Component {
  /** The scripts, at their places. */
  text: string
  /** The same with the script of the instance as a block; absent if there is one script only. */
  nestedText?: string
  embedding: Omit<Embedding, 'nested'>
}

interface Scripts {
  all: Script[]
  /** The script that runs once per module. */
  module: Script | undefined
  /** The opening tag of one, if it has to be made. */
  moduleTag: string
  extension: string
}

/** Frameworks show the lines around what they complain about: kernels are not among them. */
const apart = '\n\n\n\n'

export function isComponent(id: string): boolean {
  return /\.(?:vue|svelte)$/.test(fileOf(id))
}

/** Undefined for everything that is no component, and for components without a script in JavaScript or TypeScript. */
export function readComponent(id: string, code: string): Component | undefined {
  const kind = /\.(vue|svelte)$/.exec(fileOf(id))?.[1]
  if (kind === undefined) return undefined
  const scripts = kind === 'vue' ? readVue(code) : readSvelte(code)
  if (!scripts || scripts.all.length === 0) return undefined
  const { all, module, moduleTag, extension } = scripts
  const header = module ? { at: module.contentStart, before: '', after: ' ' } : { at: code.length, before: `${apart}${moduleTag}`, after: '</script>' }
  return {
    text: maskOf(code, all), ...(all.length > 1 && { nestedText: maskOf(code, all, module) }),
    embedding: { text: code, extension, header },
  }
}

function readVue(code: string): Scripts | undefined {
  const found = vueScripts(code)
  const setup = found.find((script) => script.attributes.has('setup'))
  const normal = found.find((script) => !script.attributes.has('setup'))
  const all = [setup, normal].filter((script) => script !== undefined).filter((script) => !script.attributes.has('src'))
  const language = all[0]?.attributes.get('lang') ?? ''
  // Vue insists on one language for both.
  if (!['', 'js', 'jsx', 'ts', 'tsx'].includes(language)) return undefined
  return {
    all, module: all.find((script) => script === normal), extension: `.${language || 'js'}`,
    moduleTag: language === '' ? '<script>' : `<script lang="${language}">`,
  }
}

function readSvelte(code: string): Scripts | undefined {
  const isModule = ({ attributes }: Script): boolean => attributes.has('module') || attributes.get('context') === 'module'
  const languageOf = ({ attributes }: Script): string => attributes.get('lang') ?? attributes.get('type')?.replace(/^(?:text|application)\//, '') ?? 'js'
  const known: Record<string, string> = { js: '.js', javascript: '.js', module: '.js', ecmascript: '.js', ts: '.ts', typescript: '.ts' }
  const found = svelteScripts(code)
  const all = [found.find((script) => !isModule(script)), found.find(isModule)].filter((script) => script !== undefined).filter((script) => !script.attributes.has('src'))
  const extensions = all.map((script) => known[languageOf(script)])
  // A preprocessor's language.
  if (extensions.includes(undefined as never)) return undefined
  const isTypeScript = extensions.includes('.ts')
  return { all, module: all.find(isModule), extension: isTypeScript ? '.ts' : '.js', moduleTag: isTypeScript ? '<script module lang="ts">' : '<script module>' }
}

/** Everything but the scripts becomes spaces, with a semicolon between scripts. Given the outer script, the other one becomes a block. */
function maskOf(code: string, scripts: readonly Script[], outer?: Script): string {
  let text = ''
  for (const script of [...scripts].sort((one, other) => one.start - other.start)) {
    const isBlock = outer !== undefined && script !== outer
    text += `${blank(code.slice(text.length, script.contentStart - 2))};${isBlock ? '{' : ' '}${code.slice(script.contentStart, script.contentEnd)}${isBlock ? '}' : ';'}`
  }
  return text + blank(code.slice(text.length))
}

function blank(text: string): string {
  return text.replace(/[^\r\n\u2028\u2029]/g, ' ')
}

/** Both scripts are one scope for the compiler, unless they declare the same names, as frameworks allow. `run` is what throws then. */
export async function readInScopes<Result>({ text, nestedText, embedding }: Component, run: (source: string, embedded: Embedding) => Promise<Result>): Promise<Result> {
  try {
    return await run(text, { ...embedding, nested: false })
  } catch (error) {
    if (nestedText === undefined || !isRedeclaration(error)) throw error
    return run(nestedText, { ...embedding, nested: true })
  }
}

/** Said by Babel's parser, or where TypeScript's rules leave it open by the one who finds out about scopes. */
function isRedeclaration(error: unknown): boolean {
  return (error as { reasonCode?: string }).reasonCode === 'VarRedeclaration' || (error instanceof TypeError && error.message.startsWith('Duplicate declaration'))
}

/** Puts statements where the module's header is, or would be. No line gets another number, so the source map stays right. */
export function addToHeader({ embedding: { text, header } }: Component, result: Pick<RewrittenModule, 'code' | 'headerEnd'> | undefined, statements: string): string {
  // A text in them may quote the component.
  const line = statements.trim().replaceAll('\n', ' ').replaceAll(/<\/(?=script)/gi, '<\\/')
  if (result?.headerEnd !== undefined) return `${result.code.slice(0, result.headerEnd)} ${line}${result.code.slice(result.headerEnd)}`
  return `${text.slice(0, header.at)}${header.before}${line}${header.after}${text.slice(header.at)}`
}
