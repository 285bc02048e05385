/** The packages at run time, as the application has them. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const runtimePackages = ['parfor', '@parfor/runtime-wasm', '@parfor/compiler']

/** A runtime that is missing is told when a module needs it. */
export function versionProblem(root: string): string | undefined {
  const installed = packageOf('parfor', join(root, 'package.json'))
  if (!installed) return undefined
  const runtime = versionIn(installed)
  const plugin = versionIn(fileURLToPath(new URL('../package.json', import.meta.url)))
  if (runtime === plugin) return undefined
  return `parfor PF405: the plugin is version ${plugin}, but the package parfor of this application is ${runtime}, which may not understand what the plugin makes. Install the same version of both: npm install parfor@${plugin} @parfor/vite-plugin@${plugin}`
}

/** Folders of the runtime and the compiler, whose texts look marked. Where they are linked they are not below node_modules. */
export function ownFolders(root: string): string[] {
  const runtime = packageOf('parfor', join(root, 'package.json'))
  const files = runtime === undefined ? [] : runtimePackages.map((name) => packageOf(name, runtime) ?? runtime)
  return files.map((file) => `${dirname(file).replaceAll('\\', '/')}/`)
}

/** The package.json of a package, seen from a file. */
function packageOf(name: string, from: string): string | undefined {
  try {
    return createRequire(from).resolve(`${name}/package.json`)
  } catch {
    return undefined
  }
}

function versionIn(file: string): string {
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}
