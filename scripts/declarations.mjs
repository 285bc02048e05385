/** Declarations of a package: `.d.ts` for importers, and the same as `.d.cts` for who requires. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { root } from './setup.mjs'

const relativeImport = /((?:\bfrom|\bimport)\s*\(?\s*)(['"])(\.{1,2}\/[^'"]+)\.ts\2/g

/** Writes into `target` the declarations of the entries (paths below the package) and of all that they mention. */
export function declarations(folder, target, entries) {
  const made = `${target}-types`
  mkdirSync(made, { recursive: true })
  try {
    const config = join(made, 'tsconfig.json')
    const source = join(folder, 'src')
    writeFileSync(config, JSON.stringify({
      extends: join(root, 'tsconfig.base.json'),
      compilerOptions: {
        emitDeclarationOnly: true, outDir: '.', rootDir: source, customConditions: [], typeRoots: [join(root, 'node_modules/@types')],
        // A package that imports itself means its sources here. The manifests lead to the built platform, which has no declarations: nothing that is published mentions it.
        paths: { ...ownSources(folder), '#platform': [join(source, 'platform/universal.ts')] },
      },
      include: [source],
    }))
    const result = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', config], { stdio: 'inherit' })
    if (result.status !== 0) throw new Error(`no declarations for ${relative(root, folder)}`)
    copyMentioned(made, target, entries.map((entry) => relative(source, join(folder, entry)).replace(/\.ts$/, '')))
  } finally {
    rmSync(made, { recursive: true, force: true })
  }
}

function ownSources(folder) {
  const { name, exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const sources = Object.entries(exports).filter(([, conditions]) => conditions['parfor-source'])
  return Object.fromEntries(sources.map(([entry, conditions]) => [join(name, entry), [join(folder, conditions['parfor-source'])]]))
}

function copyMentioned(from, to, names) {
  const found = new Set(names)
  for (const name of found) {
    const text = readFileSync(join(from, `${name}.d.ts`), 'utf8')
    for (const [, , , specifier] of text.matchAll(relativeImport)) found.add(join(dirname(name), specifier))
    const target = join(to, name)
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(`${target}.d.ts`, text.replace(relativeImport, '$1$2$3.js$2'))
    writeFileSync(`${target}.d.cts`, text.replace(relativeImport, '$1$2$3.cjs$2'))
  }
}
