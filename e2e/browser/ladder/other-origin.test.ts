/** Scripts, worker and core on another origin than the page, as with a CDN: what that server and the page must say for threads, and what is said where they do not. */
import { onTestFinished, test } from 'vitest'
import { useLadder } from './ladder.ts'
import { serve } from './site.ts'
import type { Answer } from './site.ts'
import { expectJavaScript, expectOneMessage, expectRight, expectSilence, expectThreads, outcomeOf } from './visit.ts'
import type { Visit, VisitOptions } from './visit.ts'

const ladder = useLadder()

const cors = { 'Access-Control-Allow-Origin': '*' }

interface Elsewhere {
  /** What the other server sends with everything. */
  headers?: Record<string, string>
  answers?: Record<string, Answer>
  page?: Pick<VisitOptions, 'isolated' | 'before'>
  /** Given the other origin. */
  policy?: (origin: string) => string
}

/** The page is of one server, and all that it loads of another. */
async function visitWith({ headers = cors, answers, page = {}, policy }: Elsewhere, use: (visit: Visit) => Promise<void>): Promise<void> {
  const other = await serve(ladder.folder, { isolated: false, headers, answers })
  onTestFinished(() => other.close())
  const html = `<!doctype html><title>parfor</title><link rel="icon" href="data:,"><script type="module" src="${other.url}page.js"></script>`
  const origin = other.url.slice(0, -1)
  await ladder.visit({ ...page, answers: { '/index.html': { body: html } }, headers: policy && { 'Content-Security-Policy': policy(origin) } }, use)
}

async function expectAllThreads({ page, log }: Visit): Promise<void> {
  const outcome = await outcomeOf(page)
  expectRight(outcome, ladder.fingerprint)
  expectThreads(outcome, ladder.cores)
  expectSilence(log)
}

async function expectAlone({ page, log }: Visit, message: RegExp): Promise<void> {
  const outcome = await outcomeOf(page)
  expectRight(outcome, ladder.fingerprint)
  expectThreads(outcome, 1)
  expectOneMessage(log, message)
}

test('CORS is all that it takes: neither isolation headers nor Cross-Origin-Resource-Policy are asked of the other server', () => visitWith({}, expectAllThreads))

test('the core as a type of its own, and none', () => visitWith({ answers: { '/core.wasm': { headers: { ...cors, 'Content-Type': 'application/octet-stream', 'X-Content-Type-Options': 'nosniff' } } } }, expectAllThreads))

test('a policy that allows what is needed', () => visitWith({
  policy: (origin) => `default-src 'none'; img-src data:; script-src ${origin} 'wasm-unsafe-eval'; worker-src blob: ${origin}; connect-src ${origin}`,
}, expectAllThreads))

/** Several workers fail alike. */
const manyCores = (): void => { Object.defineProperty(navigator, 'hardwareConcurrency', { value: 4 }) }

test('a policy without blob: in worker-src: one thread, and the cure', () => visitWith({
  page: { before: manyCores },
  policy: (origin) => `default-src 'none'; img-src data:; script-src ${origin} 'wasm-unsafe-eval'; worker-src 'self' ${origin}; connect-src ${origin}`,
}, (visited) => expectAlone(visited, /the worker script is on another origin \(http:.*worker\.mjs\).*Add worker-src blob: http:\S+ to the Content-Security-Policy; or keep that file on the page's own origin \(how: docs\/hosting\.md\)/)))

test('a policy with blob:, but without the other origin, in worker-src: one thread, and the cure', () => visitWith({
  page: { before: manyCores },
  policy: (origin) => `default-src 'none'; img-src data:; script-src ${origin} 'wasm-unsafe-eval'; worker-src blob:; connect-src ${origin}`,
}, (visited) => expectAlone(visited, /have worker-src blob: http:\/\/localhost:\d+; or keep/)))

test('a worker without CORS: one thread, and the cure', () => visitWith({
  page: { before: manyCores }, answers: { '/worker.mjs': { headers: { 'Access-Control-Allow-Origin': 'https://example.org' } } },
}, (visited) => expectAlone(visited, /the worker script is on another origin \(http:.*worker\.mjs\).*Its server must allow CORS/)))

test('a worker that is gone: one thread, and the cure', () => visitWith({
  page: { before: manyCores }, answers: { '/worker.mjs': { status: 404, body: 'not found' } },
}, (visited) => expectAlone(visited, /the worker script is on another origin .*Its server must allow CORS/)))

test('a core without CORS: plain JavaScript, and the cure', () => visitWith({
  answers: { '/core.wasm': { headers: { 'Access-Control-Allow-Origin': 'https://example.org' } } },
}, async ({ page, log }) => {
  const outcome = await outcomeOf(page)
  expectRight(outcome, ladder.fingerprint)
  const reason = /core\.wasm could not be fetched .*connect-src http:.*its server does not allow CORS/
  expectJavaScript(outcome, reason)
  expectOneMessage(log, reason)
}))

test('a page that is not isolated: one thread for that reason, and no worker is asked for', () => visitWith({ page: { isolated: false } }, (visited) => expectAlone(visited, /not cross-origin isolated/)))
