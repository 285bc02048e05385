/** What browsers and pages may refuse: isolation, compiling, SIMD, memory. */
import { describe, expect, test } from 'vitest'
import { launchChromium } from '../../src/chromium.ts'
import { useLadder } from './ladder.ts'
import { expectJavaScript, expectOneMessage, expectRight, expectSilence, expectThreads, outcomeOf, visit, writtenOutcome } from './visit.ts'

const ladder = useLadder()

test('a page that is not isolated: one thread, said once, with the headers', () => ladder.visit({ isolated: false }, async ({ page, log, site }) => {
  const outcome = await outcomeOf(page)
  expectRight(outcome, ladder.fingerprint)
  expectThreads(outcome, 1)
  expect(outcome.isolated).toBe(false)
  expect(outcome.info.ladder[0]).toMatchObject({ rung: 'wasm', available: false, reason: expect.stringMatching(/not cross-origin isolated.*require-corp.*docs\/hosting\.md/) })
  expect(site.requests.has('/worker.mjs')).toBe(false)
  await outcomeOf(page)
  expectOneMessage(log, /^parfor PF404: marked functions run on 1 thread: the page is not cross-origin isolated\. .*Cross-Origin-Opener-Policy: same-origin.*docs\/hosting\.md/)
}))

test('a page over plain http: one thread, with that reason', async () => {
  const other = await launchChromium(['--host-resolver-rules=MAP parfor.test 127.0.0.1'])
  try {
    await visit(other, ladder.folder, { host: 'parfor.test' }, async ({ page, log }) => {
      const outcome = await outcomeOf(page)
      expectRight(outcome, ladder.fingerprint)
      expectThreads(outcome, 1)
      expectOneMessage(log, /^parfor PF404: marked functions run on 1 thread: the page comes over plain http.*Serve it over https, or from localhost/)
    })
  } finally {
    await other.close()
  }
})

describe('Content-Security-Policy', () => {
  test.each(['suite', 'inWorker'] as const)('strict, with wasm-unsafe-eval: threads (%s)', (where) =>
    ladder.visit({ headers: { 'Content-Security-Policy': "default-src 'none'; img-src data:; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'" } }, async ({ page, log }) => {
      const outcome = await outcomeOf(page, where)
      expectRight(outcome, ladder.fingerprint)
      expectThreads(outcome, ladder.cores)
      expectSilence(log)
    }))

  test('without wasm-unsafe-eval: JavaScript, and the core is not even fetched', () =>
    ladder.visit({ headers: { 'Content-Security-Policy': "script-src 'self'; worker-src 'self'" } }, async ({ page, log, site }) => {
      const outcome = await outcomeOf(page)
      expectRight(outcome, ladder.fingerprint)
      expectJavaScript(outcome, /add 'wasm-unsafe-eval' to script-src/)
      expect(site.requests.has('/core.wasm')).toBe(false)
      expectOneMessage(log, /^parfor PF404: .*plain JavaScript: this page may not compile WebAssembly: add 'wasm-unsafe-eval' to script-src/)
    }))

  test('that forbids the worker: one thread', () =>
    ladder.visit({ headers: { 'Content-Security-Policy': "script-src 'self' 'wasm-unsafe-eval'; worker-src 'none'" } }, async ({ page, log }) => {
      const outcome = await outcomeOf(page)
      expectRight(outcome, ladder.fingerprint)
      expectThreads(outcome, 1)
      expectOneMessage(log, /^parfor PF404: marked functions run on 1 thread: the Content-Security-Policy forbids the worker script\. Add worker-src 'self'/)
    }))

  test('that forbids to fetch the core: JavaScript', () =>
    ladder.visit({ headers: { 'Content-Security-Policy': "script-src 'self' 'wasm-unsafe-eval'; connect-src 'none'" } }, async ({ page, log }) => {
      const outcome = await outcomeOf(page)
      expectRight(outcome, ladder.fingerprint)
      expectJavaScript(outcome, /connect-src 'self'/)
      expectOneMessage(log, /core\.wasm could not be fetched .*connect-src 'self'/)
    }))
})

test('a processor without SIMD: JavaScript', async () => {
  const old = await launchChromium(['--js-flags=--no-enable-sse4-1'])
  try {
    await visit(old, ladder.folder, {}, async ({ page, log, site }) => {
      const outcome = await outcomeOf(page)
      expectRight(outcome, ladder.fingerprint)
      expectJavaScript(outcome, /no SIMD.*Chrome 91.*SSE4\.1/)
      expect(site.requests.has('/core.wasm')).toBe(false)
      expectOneMessage(log, /^parfor PF404: .*the WebAssembly of this engine has no SIMD/)
    })
  } finally {
    await old.close()
  }
})

/** Refuses memories that may grow beyond so many bytes. */
function refuseLarger(bytes: number): void {
  const { Memory } = WebAssembly
  WebAssembly.Memory = class extends Memory {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      if (descriptor.maximum! * 65536 > bytes) throw new RangeError('WebAssembly.Memory(): could not allocate memory')
      super(descriptor)
    }
  }
}

describe('memory', () => {
  test.each([2048, 1024, 512])('at most %i MB: threads, with a smaller heap', (megabytes) => ladder.visit({ before: refuseLarger, argument: megabytes * 2 ** 20 }, async ({ page, log }) => {
    const outcome = await outcomeOf(page)
    expectRight(outcome, ladder.fingerprint)
    expectThreads(outcome, ladder.cores)
    expect(outcome.info.remarks).toEqual([`the heap can grow to ${megabytes} MB only: the engine refused more`])
    expectOneMessage(log, new RegExp(`the heap can grow to ${megabytes} MB only`))
  }))

  test('none at all: JavaScript', () => ladder.visit({ before: refuseLarger, argument: 0 }, async ({ page, log }) => {
    const outcome = await outcomeOf(page)
    expectRight(outcome, ladder.fingerprint)
    expectJavaScript(outcome, /could not allocate memory/)
    expectOneMessage(log, /plain JavaScript: .*could not allocate memory/)
  }))

  test('not shared: kernels on one thread, calls copy their arrays', () => ladder.visit({
    before: () => {
      const { Memory } = WebAssembly
      WebAssembly.Memory = class extends Memory {
        constructor(descriptor: WebAssembly.MemoryDescriptor) {
          if (descriptor.shared) throw new TypeError('shared memory is disabled')
          super(descriptor)
        }
      }
    },
  }, async ({ page, log }) => {
    const outcome = await outcomeOf(page)
    expectRight(outcome, ladder.fingerprint)
    expectThreads(outcome, 1)
    expect(outcome.info.heap.used).toBe(0)
    expect(outcome.info.remarks).toEqual([expect.stringMatching(/^shared WebAssembly memory is refused here .*copy their arrays/)])
    expectOneMessage(log, /^parfor PF404: marked functions run on 1 thread: shared WebAssembly memory is refused here/)
    // Arrays are ordinary ones, which can be transferred.
    expect(await page.evaluate(() => {
      const { alloc } = (globalThis as unknown as { pages: { alloc: (constructor: Float64ArrayConstructor, length: number) => Float64Array } }).pages
      const array = alloc(Float64Array, 1000)
      structuredClone(array, { transfer: [array.buffer as ArrayBuffer] })
      return array.length
    })).toBe(0)
  }))
})

describe('an old browser', () => {
  test('whose heap has one buffer object for all arrays: they stay ordinary', () => ladder.visit({
    isolated: false,
    before: () => { delete (WebAssembly.Memory.prototype as { toResizableBuffer?: unknown }).toResizableBuffer },
  }, async ({ page, log }) => {
    const outcome = await outcomeOf(page)
    expectRight(outcome, ladder.fingerprint)
    expectThreads(outcome, 1)
    expect(outcome.info.heap.used).toBe(0)
    expect(outcome.info.remarks).toEqual([expect.stringMatching(/not cross-origin isolated/), expect.stringMatching(/^arrays stay ordinary ones, which calls copy/)])
    expectOneMessage(log, /not cross-origin isolated.*; arrays stay ordinary ones/)
  }))

  test.each(['WebAssembly', 'BigInt64Array', 'FinalizationRegistry'])('without %s: JavaScript', (name) => ladder.visit({
    before: (index) => { delete (globalThis as Record<string, unknown>)[['WebAssembly', 'BigInt64Array', 'FinalizationRegistry'][index]] },
    argument: ['WebAssembly', 'BigInt64Array', 'FinalizationRegistry'].indexOf(name), hash: '#run',
  }, async ({ page, log }) => {
    const outcome = await writtenOutcome(page)
    expectRight(outcome, ladder.fingerprint)
    expectJavaScript(outcome, new RegExp(`has no ${name}\\. Use a newer one`))
    expectOneMessage(log, new RegExp(`this JavaScript engine has no ${name}\\. Use a newer one`))
  }))

  test('without SharedArrayBuffer, Atomics, Object.hasOwn, isolation and what tells of the machine: one thread', () => ladder.visit({
    before: () => {
      const globals = globalThis as unknown as Record<string, unknown>
      for (const name of ['SharedArrayBuffer', 'Atomics']) delete globals[name]
      delete (Object as { hasOwn?: unknown }).hasOwn
      Object.defineProperty(globalThis, 'crossOriginIsolated', { value: undefined })
      Object.defineProperty(navigator, 'deviceMemory', { value: undefined })
    },
  }, async ({ page, log }) => {
    const outcome = await outcomeOf(page)
    expectRight(outcome, ladder.fingerprint)
    expectThreads(outcome, 1)
    expectOneMessage(log, /not cross-origin isolated/)
  }))

  test('that does not tell how many cores there are: one thread', () => ladder.visit({
    before: () => { Object.defineProperty(navigator, 'hardwareConcurrency', { value: undefined }) },
  }, async ({ page, log }) => {
    const outcome = await outcomeOf(page)
    expectRight(outcome, ladder.fingerprint)
    expectThreads(outcome, 1)
    expectSilence(log)
  }))
})
