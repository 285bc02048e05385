/** Reads the inputs of `fixtures/`. */
import { readFileSync, readdirSync } from 'node:fs'
import type { ModuleOptions } from '../src/index.ts'

export const directory = new URL('fixtures/', import.meta.url)

export interface Fixture { title: string; language: string; options: Partial<ModuleOptions>; source: string; filename: string }

export function fixtureNames(): string[] {
  return readdirSync(directory).filter((name) => name.endsWith('.md')).map((name) => name.slice(0, -3))
}

export function readFixture(name: string): Fixture {
  const text = readFileSync(new URL(`${name}.md`, directory), 'utf8')
  const [, title, options, language, source] = /^# ([^\n]*)\n+(?:<!-- options: (.*?) -->\n+)?```(\w+)\n([^]*?)```/.exec(text) ?? []
  if (source === undefined) throw new Error(`${name} has no input`)
  return { title, language, options: options ? JSON.parse(options) as Partial<ModuleOptions> : {}, source, filename: `${name}.${language}` }
}

export function loaderOf({ language }: Fixture): 'ts' | 'tsx' {
  return language === 'tsx' || language === 'jsx' ? 'tsx' : 'ts'
}
