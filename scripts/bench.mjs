/** `pnpm bench [--only NAME] [--rounds N] [--json FILE] [--node VERSION]`: builds the benchmark and runs it, with the Node of the npm package `node` if asked. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { buildSync, transformSync } from 'esbuild'
import { root } from './setup.mjs'

const args = process.argv.slice(2)
const at = args.indexOf('--node')
const version = at < 0 ? undefined : args.splice(at, 2)[1]
if (at >= 0 && !/^\d+(\.\d+){0,2}$/.test(version ?? '')) {
  console.error(`--node ${version ?? ''} is not a version. Give one such as --node 24.`)
  process.exit(2)
}

/** Path of the node binary of that version, installed once into bench/build. */
function otherNode(wanted) {
  const folder = `${root}bench/build/node-${wanted}`
  const binary = `${folder}/node_modules/node/bin/node`
  if (!existsSync(binary)) {
    console.log(`installing node ${wanted} from npm`)
    mkdirSync(folder, { recursive: true })
    writeFileSync(`${folder}/package.json`, '{ "private": true, "allowScripts": { "node": true } }\n')
    const result = spawnSync('npm', ['install', '--no-fund', '--no-audit', `node@${wanted}`], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
    if (result.status !== 0 || !existsSync(binary)) process.exit(result.status || 1)
  }
  return binary
}

const node = version === undefined ? process.execPath : otherNode(version)
const build = `${root}bench/build`
mkdirSync(build, { recursive: true })
const cli = spawnSync(process.execPath, [`${root}packages/cli/dist/cli.mjs`, 'build', `${root}bench/src/kernels.ts`, '-o', `${build}/kernels.parallel.mjs`], { stdio: 'inherit' })
if (cli.status !== 0) process.exit(cli.status ?? 1)
writeFileSync(`${build}/kernels.plain.mjs`, transformSync(readFileSync(`${root}bench/src/kernels.ts`, 'utf8'), { loader: 'ts', target: 'es2022' }).code)
buildSync({ entryPoints: [`${root}bench/src/main.ts`], bundle: true, packages: 'external', external: ['./kernels.plain.mjs', './kernels.parallel.mjs'], platform: 'node', format: 'esm', outfile: `${build}/main.mjs`, logLevel: 'error' })
process.exit(spawnSync(node, [`${build}/main.mjs`, ...args], { cwd: root, stdio: 'inherit' }).status ?? 1)
