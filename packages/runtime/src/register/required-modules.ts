/**
 * ES modules that come in through `require()`: without `registerHooks` (before Node 22.15) only the file that is required itself can be
 * compiled, what it imports goes past every hook. So its imports are required first, one by one and in order; the loader then finds them
 * loaded. Where that could change the order in which modules run, it is not done, and the user is told what stays plain.
 */
import { existsSync } from 'node:fs'
import { createRequire, isBuiltin } from 'node:module'
import { dirname, resolve } from 'node:path'
import { importsOf, isMarked, tell } from './compile.ts'
import { hasTypes, isSource, readSource } from './files.ts'

interface Graph {
  /** Files below, the importer's own imports in order. */
  imports: Map<string, string[]>
  /** Packages are imported somewhere, or there is a cycle. */
  safe: boolean
}

/** Files whose imports were looked at. */
const seen = new Set<string>()

function graphOf(root: string): Graph {
  const graph: Graph = { imports: new Map(), safe: true }
  const path = new Set<string>()
  const visit = (filename: string): void => {
    if (path.has(filename)) graph.safe = false
    if (graph.imports.has(filename)) return
    const files: string[] = []
    graph.imports.set(filename, files)
    path.add(filename)
    for (const specifier of importsOf(filename, readSource(filename))) {
      if (isBuiltin(specifier) || specifier === 'parfor' || specifier === 'parfor/internal') continue
      const file = resolve(dirname(filename), specifier)
      if (/^\.\.?\//.test(specifier) && isSource(file) && existsSync(file)) {
        files.push(file)
        visit(file)
      } else graph.safe = false
    }
    path.delete(filename)
  }
  visit(root)
  return graph
}

export function requireImportsOf(filename: string): void {
  if (seen.has(filename)) return
  const graph = graphOf(filename)
  for (const file of graph.imports.keys()) seen.add(file)
  const others = [...graph.imports.keys()].filter((file) => file !== filename)
  const marked = others.filter((file) => isMarked(readSource(file)))
  if (marked.length === 0 && !others.some(hasTypes)) return
  if (graph.safe) {
    const require = createRequire(filename)
    const load = (file: string): void => {
      for (const inner of graph.imports.get(file)!) load(inner)
      if (file !== filename) require(file)
    }
    load(filename)
  } else if (marked.length > 0) {
    tell(`parfor PF407: ${filename} was loaded by require(). What it imports cannot be compiled in Node ${process.versions.node} and runs as plain JavaScript: ` +
      `${marked.join(', ')}. Use Node 22.15 or newer, or load it with import().`)
  }
}
