/** The pages of the ladder's tests, bundled by esbuild alone from the built packages, on a server that answers as each test wants. */
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as babel from '@babel/core'
import { compileModule } from '@parfor/babel-plugin'
import { build } from 'esbuild'
import type { BuildOptions, Plugin } from 'esbuild'
import { isolationHeaders } from '../../src/static-server.ts'

const pages = fileURLToPath(new URL('pages/', import.meta.url))
const require = createRequire(import.meta.url)

/** Files of @parfor/runtime-wasm, which is a dependency of `parfor` and none of ours. */
export const runtimeFile = (name: string): string => join(dirname(createRequire(require.resolve('parfor')).resolve('@parfor/runtime-wasm')), name)

async function compiled(name: string): Promise<string> {
  const { code } = compileModule(babel, await readFile(join(pages, name), 'utf8'), { filename: join(pages, name), root: pages })
  if (code === undefined) throw new Error(`nothing of ${name} was compiled`)
  return code
}

const parallelKernels: Plugin = {
  name: 'parallel kernels',
  setup({ onLoad }) {
    onLoad({ filter: /kernels\.parallel\.ts$/ }, async () => ({ contents: await compiled('kernels.ts'), loader: 'ts', resolveDir: pages }))
    onLoad({ filter: /untyped\.ts$/ }, async () => ({ contents: await compiled('untyped.ts'), loader: 'ts', resolveDir: pages }))
  },
}

/** Bundles everything into a fresh folder; the caller removes it. */
export async function buildPages(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'parfor-pages-'))
  const common: BuildOptions = { bundle: true, minify: true, format: 'esm', outdir: folder, absWorkingDir: pages, plugins: [parallelKernels], logLevel: 'error' }
  await build({ ...common, splitting: true, entryPoints: ['page.ts', 'start.ts'] })
  // Without splitting, so that each has a copy of the runtime: files of one name in two runs would overwrite each other.
  for (const name of ['application-worker', 'shared-worker', 'copy']) await build({ ...common, entryPoints: [`${name}.ts`], external: ['@parfor/compiler'] })
  for (const name of ['core.wasm', 'worker.mjs']) await copyFile(runtimeFile(name), join(folder, name))
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>parfor</title><link rel="icon" href="data:,"><script type="module" src="page.js"></script>')
  for (const name of ['start', 'empty']) await writeFile(join(folder, `${name}.html`), `<!doctype html><title>parfor</title><link rel="icon" href="data:,"><h1>Something to paint</h1><script type="module" src="${name}.js"></script>`)
  await writeFile(join(folder, 'empty.js'), 'export {}')
  return folder
}

export const removePages = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true })

const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm' }

/** In place of a file: `never` keeps the request waiting. */
export interface Answer { status?: number; headers?: Record<string, string>; body?: string; never?: boolean }

export interface Site {
  url: string
  /** How often each path was asked for. */
  requests: Map<string, number>
  close(): Promise<void>
}

export interface SiteOptions {
  isolated?: boolean
  /** The name by which the browser knows the server. */
  host?: string
  headers?: Record<string, string>
  /** By path, over the file's own. */
  answers?: Record<string, Answer>
}

export async function serve(folder: string, { isolated = true, host = 'localhost', headers = {}, answers = {} }: SiteOptions = {}): Promise<Site> {
  const requests = new Map<string, number>()
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const path = pathname === '/' ? '/index.html' : pathname
    requests.set(path, (requests.get(path) ?? 0) + 1)
    const answer = answers[path] ?? {}
    if (answer.never) return
    const body = answer.body === undefined ? readFile(join(folder, path)) : Promise.resolve(answer.body)
    body.then(
      (content) => { response.writeHead(answer.status ?? 200, { 'Content-Type': types[extname(path)] ?? 'application/octet-stream', ...(isolated && isolationHeaders), ...headers, ...answer.headers }).end(content) },
      () => { response.writeHead(404, { 'Content-Type': 'text/plain', ...(isolated && isolationHeaders) }).end('not found') },
    )
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://${host}:${port}/`, requests,
    close: () => new Promise((resolve) => {
      server.close(() => { resolve() })
      server.closeAllConnections()
    }),
  }
}
