/** What hosts, extensions and networks do to the two files that the runtime loads. Each: right results, one message with the cure, nothing that hangs. */
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { useLadder } from './ladder.ts'
import { expectJavaScript, expectOneMessage, expectRight, expectSilence, expectThreads, outcomeOf } from './visit.ts'

const ladder = useLadder()

const html = '<!doctype html><title>An application</title>'

describe('core.wasm', () => {
  test.each(['text/plain', 'text/html', 'application/octet-stream', ''])('as "%s": threads', (type) =>
    ladder.visit({ answers: { '/core.wasm': { headers: { 'Content-Type': type, 'X-Content-Type-Options': 'nosniff' } } } }, async ({ page, log }) => {
      const outcome = await outcomeOf(page)
      expectRight(outcome, ladder.fingerprint)
      expectThreads(outcome, ladder.cores)
      expectSilence(log)
    }))

  test.each([
    ['a 404', { status: 404, body: 'not found' }, /core\.wasm could not be fetched: 404 .*Deploy core\.wasm/],
    ['a page, with 200', { body: html, headers: { 'Content-Type': 'text/html' } }, /core\.wasm is not WebAssembly but text\/html: the server answers with another file\. Deploy core\.wasm/],
    ['nothing, with 200', { body: '' }, /core\.wasm is not WebAssembly/],
    ['half of it', { body: '\0asm\u0001\0\0\0\u0001\u0050' }, /core\.wasm cannot be compiled .*damaged.*Deploy the file/],
    ['a server error', { status: 500, body: 'down' }, /core\.wasm could not be fetched: 500/],
  ])('%s: JavaScript', (_, answer, message) => ladder.visit({ answers: { '/core.wasm': answer } }, async ({ page, log }) => {
    const outcome = await outcomeOf(page)
    expectRight(outcome, ladder.fingerprint)
    expectJavaScript(outcome, message)
    expectOneMessage(log, message)
    expectOneMessage(log, /^parfor PF404: WebAssembly cannot be used here, marked functions run as plain JavaScript: /)
  }))

  test('blocked by an extension: JavaScript', () => ladder.visit({ prepare: (context) => context.route('**/core.wasm', (route) => route.abort('blockedbyclient')) }, async ({ page, log }) => {
    const outcome = await outcomeOf(page)
    expectRight(outcome, ladder.fingerprint)
    expectJavaScript(outcome, /blocked by an extension/)
    expectOneMessage(log, /core\.wasm could not be fetched .*blocked by an extension/)
  }))
})

/** One thread, and one message that says what to do. */
async function expectAlone(page: Page, log: Parameters<typeof expectOneMessage>[0], message: RegExp): Promise<void> {
  const outcome = await outcomeOf(page)
  expectRight(outcome, ladder.fingerprint)
  expectThreads(outcome, 1)
  expect(outcome.info.remarks).toEqual([expect.stringMatching(message)])
  expectOneMessage(log, message)
  expect(log.exceptions).toEqual([])
}

/** Several workers fail alike. */
const manyCores = (): void => { Object.defineProperty(navigator, 'hardwareConcurrency', { value: 4 }) }

describe('worker.mjs', () => {
  const notLoaded = /the worker script could not be loaded\. It must be there .*Cross-Origin-Embedder-Policy.*worker-src 'self'.*extension/

  test.each([
    ['a 404', { status: 404, body: 'not found' }],
    ['a page in its place', { body: html, headers: { 'Content-Type': 'text/html' } }],
    ['without Cross-Origin-Embedder-Policy', { headers: { 'Cross-Origin-Embedder-Policy': '' } }],
    ['of a wrong type', { headers: { 'Content-Type': 'application/octet-stream', 'X-Content-Type-Options': 'nosniff' } }],
  ])('%s: one thread', (_, answer) => ladder.visit({ before: manyCores, answers: { '/worker.mjs': answer } }, async ({ page, log }) => {
    await expectAlone(page, log, notLoaded)
  }))

  test('blocked by an extension: one thread', () => ladder.visit({ before: manyCores, prepare: (context) => context.route('**/worker.mjs', (route) => route.abort('blockedbyclient')) }, async ({ page, log }) => {
    await expectAlone(page, log, notLoaded)
  }))

  test('with a Content-Security-Policy of its own that forbids WebAssembly: one thread', () => ladder.visit({
    before: manyCores, answers: { '/worker.mjs': { headers: { 'Content-Security-Policy': "script-src 'self'" } } },
  }, async ({ page, log }) => {
    await expectAlone(page, log, /the worker script may not compile WebAssembly: add 'wasm-unsafe-eval' to script-src of the Content-Security-Policy that it is served with/)
  }))

  test('another script in its place: one thread', () => ladder.visit({ before: manyCores, answers: { '/worker.mjs': { body: 'throw new Error("another script")' } } }, async ({ page, log }) => {
    const outcome = await outcomeOf(page)
    expectRight(outcome, ladder.fingerprint)
    expectThreads(outcome, 1)
    expectOneMessage(log, /worker 1 is gone: its thread was ended by .*another script/)
  }))

  test('forbidden to construct: one thread', () => ladder.visit({
    before: () => { globalThis.Worker = function () { throw new DOMException('Script cannot be accessed from this origin', 'SecurityError') } as unknown as typeof Worker },
  }, async ({ page, log }) => {
    await expectAlone(page, log, /1 thread only: worker 1 could not be started: SecurityError: Script cannot be accessed/)
  }))
})

test('the compiler is gone, as after a new deployment: plain JavaScript for what needs it, threads for the rest', () => ladder.visit({
  prepare: (context) => context.route('**/dist-*.js', (route) => route.fulfill({ status: 404, body: 'not found' })),
}, async ({ page, log }) => {
  const result = await page.evaluate(() => (globalThis as unknown as { pages: { doubled(): Promise<unknown> } }).pages.doubled())
  expect(result).toEqual({ right: true, kernels: 0, threads: 0 })
  expectOneMessage(log, /^parfor PF404: the compiler cannot be loaded, .*reload the page/)
  const outcome = await outcomeOf(page)
  expectRight(outcome, ladder.fingerprint)
  expect(outcome.info.threads).toBe(ladder.cores)
}))

// They only wait.
describe.concurrent('a server that never answers for', () => {
  test('core.wasm: JavaScript, and ready() does not wait for it', () => ladder.visit({ answers: { '/core.wasm': { never: true } } }, async ({ page, log }) => {
    const outcome = await outcomeOf(page)
    expectRight(outcome, ladder.fingerprint)
    expectJavaScript(outcome, /still loading/)
    expectOneMessage(log, /still being loaded after 15 s, marked functions run as plain JavaScript until it comes\. Does the server answer\?/)
  }))

  test('worker.mjs: one thread, ready() does not wait for it', () => ladder.visit({ answers: { '/worker.mjs': { never: true } } }, async ({ page, log }) => {
    await expectAlone(page, log, /1 thread so far: some workers have not started within 10 s\. Is their script \(worker\.mjs\) still being loaded\?/)
  }))
})
