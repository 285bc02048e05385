/** What the programs of these tests are made of. */
import { afterAll, expect } from 'vitest'
import { otherNode, Project } from '../project.ts'
import type { Output, ReportLine } from '../project.ts'

/** One Node without `module.registerHooks` and one with it. Node 22.12 is the oldest of its line that is supported. */
export const everyNode: [string, string][] = [['this Node', process.execPath], ['Node 24', otherNode('24.21.0')]]
export const oldNode: [string, string] = ['Node 22.12', otherNode('22.12.0')]

export const registered = ['--import', 'parfor/register']

/** Not exact for more than a block, so it always runs as a kernel or as the js rung once compiled. */
const body = `
  let s = 0
  for (let i = 0; i < x.length; i++) s += x[i] * x[i]
  return s
}
`
/** Marked functions that all compute the same, in TypeScript and in JavaScript. */
export const typed = (name: string): string => `/** @parallel */\nexport function ${name}(x: Float64Array): number {${body}`
export const plain = (name: string): string => `/** @parallel\n * @param {Float64Array} x */\nfunction ${name}(x) {${body}`

export const input = 'new Float64Array(200_000).fill(0.5)'

/** Prints `50000` for each function. */
export const callAll = (...names: string[]): string => `console.log(${names.map((name) => `${name}(${input})`).join(', ')})\n`

const projects: Project[] = []
afterAll(() => { for (const project of projects.splice(0)) project.remove() })
export function projectOf(files: Record<string, string>, options?: { installed: boolean }): Project {
  const project = new Project(files, options)
  projects.push(project)
  return project
}

export function functionNamed(report: ReportLine[], name: string): ReportLine | undefined {
  return report.find((line) => line.kind === 'function' && line.name === name)
}

/** The program printed what it should, nothing went to the error stream, and the functions really ran compiled, once each. */
export function expectCompiled(output: Output & { report: ReportLine[] }, stdout: string, names: string[]): void {
  expect(output).toMatchObject({ status: 0, stdout, stderr: '' })
  for (const name of names) {
    const lines = output.report.filter((line) => line.kind === 'function' && line.name === name)
    expect(lines, name).toEqual([expect.objectContaining({ code: 'PF101', calls: 1, rung: expect.stringMatching(/wasm|js/) })])
  }
}
