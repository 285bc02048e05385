/** Loops that append what passes a test, against plain JavaScript, on every back end and with 1, 2, 3 and 7 threads. */
import { beforeAll, describe, expect, test } from 'vitest'
import { caseReports, type CaseReport } from '../src/case-reports.ts'

const reports: CaseReport[] = []

beforeAll(() => { reports.push(...caseReports('compactions')) }, 300_000)

describe('filters', () => {
  test('give the bits of plain JavaScript', () => {
    expect(reports.length).toBeGreaterThan(250)
    expect(reports.flatMap(({ name, differences }) => differences.map((one) => `${name}: ${one}`))).toEqual([])
  })

  test('are seen to be filters', () => {
    expect(reports.filter(({ codes, wanted }) => codes.join() !== wanted.join()).map(({ name, codes }) => `${name}: ${codes.join()}`)).toEqual([])
  })

  test('run in kernels, where they are parallel', () => {
    expect(reports.filter(({ kernelRuns, wanted }) => (kernelRuns === 0) !== wanted.every((code) => code.startsWith('PF2'))).map(({ name }) => name)).toEqual([])
  })
})
