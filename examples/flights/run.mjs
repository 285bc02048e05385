/** Builds the example (its functions once with parfor, once without) and runs it. */
import { spawnSync } from 'node:child_process'
import { readFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { transformSync } from 'esbuild'

const here = new URL('.', import.meta.url).pathname
const build = `${here}build/`
const strip = (name) => transformSync(readFileSync(`${here}src/${name}.ts`, 'utf8'), { loader: 'ts', target: 'es2022' }).code

function run(args) {
  const status = spawnSync(process.execPath, args, { cwd: here, stdio: 'inherit' }).status
  if (status !== 0) process.exit(status ?? 1)
}

mkdirSync(build, { recursive: true })
const cli = createRequire(import.meta.url).resolve('@parfor/cli/package.json').replace('package.json', 'dist/cli.mjs')
run([cli, 'build', 'src/functions.ts', '-o', 'build/functions.parallel.mjs'])
writeFileSync(`${build}functions.plain.mjs`, strip('functions'))
for (const name of ['compare', 'data', 'main']) writeFileSync(`${build}${name}.mjs`, strip(name).replaceAll(/(from "\.\/\w+)\.ts"/g, '$1.mjs"'))
run([`${build}main.mjs`])
