/** Histograms against plain JavaScript, on every back end and with 1, 2, 3 and 7 threads, in a process of their own with the built packages. */
import { beforeAll, describe, expect, test } from 'vitest'
import { caseReports, type CaseReport } from '../src/case-reports.ts'

const reports: CaseReport[] = []

beforeAll(() => { reports.push(...caseReports('histograms')) }, 300_000)

describe('histograms', () => {
  test('give the bits of plain JavaScript', () => {
    expect(reports.length).toBeGreaterThan(90)
    expect(reports.flatMap(({ name, differences }) => differences.map((one) => `${name}: ${one}`))).toEqual([])
  })

  test('are seen to be histograms', () => {
    expect(reports.filter(({ codes, wanted }) => codes.join() !== wanted.join()).map(({ name, codes }) => `${name}: ${codes.join()}`)).toEqual([])
  })

  test('run in kernels, unless the arrays overlap or a weight is missing', () => {
    const isPlain = (name: string): boolean => ['one array twice', 'overlapping views', 'weights out of range'].includes(name)
    expect(reports.filter(({ name, kernelRuns, wanted }) => (kernelRuns === 0) !== (isPlain(name) || !wanted[0].startsWith('PF1'))).map(({ name }) => name)).toEqual([])
  })
})
