/** Vitest and Jest running tests that call marked functions, with the packages as installed. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { appFolder, installedIn } from '../src/installed.ts'
import { runNode } from '../src/processes.ts'

interface Found { rung: string; threads: number; wasm: number; team: number; compiledLater?: number; tasks?: number }

const foundIn = (output: string): Found[] => [...output.matchAll(/found (\{.*\})/g)].map(([, json]) => JSON.parse(json) as Found)

describe('Vitest', () => {
  const vitest = (app: string, ...args: string[]): string => runNode([join(installedIn('vite'), 'node_modules/vitest/vitest.mjs'), 'run', '--reporter=verbose', ...args], app)

  it('compiles; each process has a pool of two threads; it ends by itself', () => {
    const output = vitest(appFolder('vitest', 'vite'), '--pool=forks')
    expect(output).toContain('2 passed')
    // Two calls, the second below any gate.
    expect(foundIn(output)).toEqual([{ rung: 'wasm', threads: 2, wasm: 2, team: 2 }, { rung: 'wasm', threads: 2, wasm: 2, team: 2 }])
    expect(output).not.toMatch(/PF\d{3}|hanging|close timed out/i)
  })

  it('in one process for all files there is one pool', () => {
    const output = vitest(appFolder('vitest', 'vite'), '--pool=forks', '--no-isolate', '--maxWorkers=1')
    expect(output).toContain('2 passed')
    expect(foundIn(output).map(({ threads, team }) => [threads, team])).toEqual([[2, 2], [2, 2]])
    expect(foundIn(output).map(({ wasm }) => wasm).sort()).toEqual([2, 4])
  })

  it('in its worker threads, of which each has a core, one thread does the work', () => {
    const output = vitest(appFolder('vitest', 'vite'), '--pool=threads')
    expect(output).toContain('2 passed')
    expect(foundIn(output)).toEqual([{ rung: 'wasm1', threads: 1, wasm: 2, team: 1 }, { rung: 'wasm1', threads: 1, wasm: 2, team: 1 }])
    expect(output).not.toMatch(/PF\d{3}/)
  })
})

describe('Jest', () => {
  const jest = (app: string, ...args: string[]): string => runNode([join(installedIn('bundlers'), 'node_modules/jest/bin/jest.js'), '--no-cache', ...args], app)
  const two: Found = { rung: 'wasm', threads: 2, wasm: 3, team: 2, compiledLater: 1 }

  it.each(['node', 'jsdom'])('compiles through babel-jest; results are of the realm of the tests; no handle stays open (environment %s)', (environment) => {
    const output = jest(appFolder('jest', 'bundlers'), '--detectOpenHandles', '--runInBand', `--env=${environment}`)
    expect(output).toContain('2 passed, 2 total')
    const found = foundIn(output)
    expect(found).toMatchObject([two, two])
    // Each file has a realm of its own, and all of them one pool.
    expect(found[1].tasks).toBe(found[0].tasks)
    expect(output).not.toMatch(/PF\d{3}|open handle|did not exit|deprecat/i)
  })

  it('ends its worker processes by itself', () => {
    const app = appFolder('jest', 'bundlers')
    for (let i = 0; i < 4; i++) writeFileSync(join(app, `src/more-${i}.test.js`), `import './kernels.test.js'\n`)
    const output = jest(app, '--maxWorkers=2')
    expect(output).toContain('6 passed, 6 total')
    expect(foundIn(output)).toMatchObject([two, two, two, two, two, two])
    expect(output).not.toMatch(/PF\d{3}|failed to exit|open handle|did not exit|leak/i)
  })
})
