/** Small applications for the tests, run through the JavaScript API of each Vite that is supported. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as vite8 from 'vite'
import type { InlineConfig, Logger, Plugin, Rolldown, ViteDevServer } from 'vite'
import * as vite6 from 'vite6'
import * as vite7 from 'vite7'
import { onTestFinished } from 'vitest'
import parfor from '../src/index.ts'
import type { ParforOptions } from '../src/index.ts'

export type Vite = Pick<typeof vite8, 'build' | 'createBuilder' | 'createServer' | 'preview' | 'resolveConfig' | 'version' | 'mergeConfig'>

/** The types of the versions differ in what the tests do not touch. */
export const vites: [string, Vite][] = [['vite 8', vite8], ['vite 7', vite7 as unknown as Vite], ['vite 6', vite6 as unknown as Vite]]

export const scale = `/** @parallel */
export function scale(x: Float64Array, a: number): Float64Array {
  const out = new Float64Array(x.length)
  for (let i = 0; i < x.length; i++) out[i] = a * x[i]
  return out
}
`

export const main = `import { scale } from './kernels'
console.log(scale(new Float64Array(3), 2))
`

export const page = '<!doctype html><html><head><title>test</title></head><body><script type="module" src="/main.ts"></script></body></html>'

/** Two small files and a page. */
export const application: Record<string, string> = { 'index.html': page, 'main.ts': main, 'kernels.ts': scale }

const below = fileURLToPath(new URL('../build/applications/', import.meta.url))

/** A folder from where the packages of this workspace are found. */
export function makeFolder(files: Record<string, string>, parent: string = below): string {
  mkdirSync(parent, { recursive: true })
  const folder = mkdtempSync(join(parent, 'app-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  writeFiles(folder, files)
  return folder
}

export function writeFiles(folder: string, files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    const file = join(folder, name)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
}

export interface Said { level: 'info' | 'warn' | 'error'; text: string }

// eslint-disable-next-line no-control-regex
const colours = /\u001b\[\d+m/g

export function makeLogger(): { logger: Logger; said: Said[] } {
  const said: Said[] = []
  const put = (level: Said['level']) => (text: string): void => {
    said.push({ level, text: text.replace(colours, '') })
  }
  const once = new Set<string>()
  return {
    said,
    logger: {
      info: put('info'), warn: put('warn'), error: put('error'), clearScreen: () => undefined, hasErrorLogged: () => false, hasWarned: false,
      warnOnce: (text) => {
        if (!once.has(text)) put('warn')(text)
        once.add(text)
      },
    },
  }
}

export interface Settings { options?: ParforOptions; plugins?: unknown[]; config?: InlineConfig; /** Folder that gets the application. */ parent?: string }

export function configFor(folder: string, logger: Logger, { options, plugins, config = {} }: Settings): InlineConfig {
  return { configFile: false, root: folder, customLogger: logger, ...config, build: { minify: false, reportCompressedSize: false, ...config.build }, plugins: (plugins ?? [parfor(options)]) as Plugin[] }
}

/** For tests that do not look at the runtime: it is not bundled. */
export const withoutRuntime: InlineConfig = { build: { rollupOptions: { external: ['parfor', 'parfor/internal'] } } }

export interface Built {
  folder: string
  said: Said[]
  outputs: (Rolldown.OutputChunk | Rolldown.OutputAsset)[]
  /** Names of the files, without their hashes. */
  names: string[]
  /** The whole text of the first file whose name contains `part`. */
  text(part: string): string
}

/** `vite build`, into the folder dist. */
export async function build(vite: Vite, files: Record<string, string>, settings: Settings = {}): Promise<Built> {
  return buildFolder(vite, makeFolder(files, settings.parent), settings)
}

export async function buildFolder(vite: Vite, folder: string, settings: Settings = {}): Promise<Built> {
  const { logger, said } = makeLogger()
  const result = await vite.build(configFor(folder, logger, settings))
  const outputs = [result].flat().flatMap((one) => ('output' in one ? one.output : []))
  return {
    folder, said, outputs,
    names: outputs.map(({ fileName }) => fileName.replace(/-[\w-]{8}(?=\.\w+(?:\.map)?$)/, '')).sort(),
    text: (part) => {
      const found = outputs.find(({ fileName }) => fileName.includes(part))
      if (!found) throw new Error(`no ${part} among ${outputs.map(({ fileName }) => fileName).join(', ')}`)
      return found.type === 'chunk' ? found.code : String(found.source)
    },
  }
}

export interface Developed { folder: string; said: Said[]; server: ViteDevServer }

/** `vite`, without a port unless it is asked for. */
export async function develop(vite: Vite, files: Record<string, string>, settings: Settings = {}): Promise<Developed> {
  const folder = makeFolder(files, settings.parent)
  const { logger, said } = makeLogger()
  const middleware = { middlewareMode: true, ws: false as const, watch: null }
  const config = settings.config?.server ? settings.config : { ...settings.config, server: middleware }
  const server = await vite.createServer(configFor(folder, logger, { ...settings, config: { ...config, appType: config?.appType ?? 'spa' } }))
  onTestFinished(() => server.close())
  return { folder, said, server }
}

/** The summary of a build. */
export function summaryOf(said: Said[]): string | undefined {
  return said.map(({ text }) => text).filter((text) => text.startsWith('parfor:')).join('\n') || undefined
}

/** Warnings and errors. How long something took is none: it depends on the machine. */
export function warningsOf(said: Said[]): string[] {
  return said.filter(({ level, text }) => level !== 'info' && !text.includes('PLUGIN_TIMINGS')).map(({ text }) => text)
}
