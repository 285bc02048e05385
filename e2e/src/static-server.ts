/** A plain static host with headers of one's choice. */
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm', '.json': 'application/json', '.svg': 'image/svg+xml',
}

export const isolationHeaders = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' }

export interface StaticServer {
  /** Ends with the base path. */
  url: string
  /** Paths that were asked for. */
  requests: string[]
  close(): Promise<void>
}

export async function serveFolder(folder: string, headers: Record<string, string> = {}, base = '/'): Promise<StaticServer> {
  const requests: string[] = []
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    requests.push(pathname)
    const inside = pathname.startsWith(base) ? normalize(pathname.slice(base.length)) : undefined
    const name = inside === undefined || inside.startsWith('..') ? undefined : inside === '.' || inside === '' ? 'index.html' : inside
    const found = name === undefined ? Promise.reject(new Error('outside')) : readFile(join(folder, name))
    found.then(
      (body) => response.writeHead(200, { 'Content-Type': types[extname(name!)] ?? 'application/octet-stream', ...headers }).end(body),
      () => response.writeHead(404, { 'Content-Type': 'text/plain', ...headers }).end('not found'),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://localhost:${port}${base}`, requests,
    close: () => new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    }),
  }
}
