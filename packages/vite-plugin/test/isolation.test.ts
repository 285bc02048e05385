import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { ParforOptions } from '../src/index.ts'
import { application, buildFolder, configFor, develop, makeFolder, makeLogger, vites } from './vite.ts'
import type { Vite } from './vite.ts'

interface Answer { status: number; opener: unknown; embedder: unknown }

function ask(url: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request(url, { headers: { accept: 'text/html,*/*' } }, (response) => {
      response.resume()
      response.on('end', () => resolve({ status: response.statusCode!, opener: response.headers['cross-origin-opener-policy'], embedder: response.headers['cross-origin-embedder-policy'] }))
    }).on('error', reject).end()
  })
}

const isolated = { opener: 'same-origin', embedder: 'require-corp' }

async function developed(vite: Vite, options: ParforOptions = {}, more: unknown[] = [], headers: Record<string, string> = {}): Promise<string> {
  const { default: parfor } = await import('../src/index.ts')
  const { server } = await develop(vite, application, { plugins: [...more, parfor(options)], config: { server: { port: 0, host: 'localhost', watch: null, headers } } })
  await server.listen()
  return `http://localhost:${(server.httpServer!.address() as AddressInfo).port}`
}

async function previewed(vite: Vite, options: ParforOptions = {}): Promise<string> {
  const folder = makeFolder(application)
  await buildFolder(vite, folder)
  const { logger } = makeLogger()
  const server = await vite.preview(configFor(folder, logger, { options, config: { preview: { port: 0, host: 'localhost' } } }))
  onTestFinished(() => server.close())
  return `http://localhost:${(server.httpServer.address() as AddressInfo).port}`
}

describe.each(vites)('%s', (_, vite) => {
  test('every response of the dev server: page, module, missing file', async () => {
    const url = await developed(vite)
    expect(await ask(`${url}/`)).toEqual({ status: 200, ...isolated })
    expect(await ask(`${url}/kernels.ts`)).toEqual({ status: 200, ...isolated })
    expect(await ask(`${url}/missing.json`)).toMatchObject(isolated)
  })

  test('pages that a framework renders', async () => {
    const framework = {
      name: 'framework',
      configureServer: (server: { middlewares: { use(handler: (request: unknown, response: { setHeader(name: string, value: string): void; end(text: string): void }) => void): void } }) => () => {
        server.middlewares.use((_request, response) => {
          response.setHeader('Content-Type', 'text/html')
          response.end('<p>rendered</p>')
        })
      },
    }
    const { default: parfor } = await import('../src/index.ts')
    const { server } = await develop(vite, { 'main.ts': '' }, { plugins: [framework, parfor()], config: { appType: 'custom', server: { port: 0, host: 'localhost', watch: null } } })
    await server.listen()
    expect(await ask(`http://localhost:${(server.httpServer!.address() as AddressInfo).port}/page`)).toEqual({ status: 200, ...isolated })
  })

  test('preview', async () => {
    const url = await previewed(vite)
    expect(await ask(`${url}/`)).toEqual({ status: 200, ...isolated })
  })

  test('credentialless, or not at all', async () => {
    expect(await ask(`${await developed(vite, { isolation: 'credentialless' })}/`)).toEqual({ status: 200, opener: 'same-origin', embedder: 'credentialless' })
    expect(await ask(`${await developed(vite, { isolation: false })}/`)).toEqual({ status: 200, opener: undefined, embedder: undefined })
    expect(await ask(`${await previewed(vite, { isolation: false })}/`)).toEqual({ status: 200, opener: undefined, embedder: undefined })
  })

  test("the application's own headers win", async () => {
    const url = await developed(vite, {}, [], { 'Cross-Origin-Embedder-Policy': 'credentialless' })
    expect(await ask(`${url}/`)).toEqual({ status: 200, opener: 'same-origin', embedder: 'credentialless' })
  })
})
