/** The source files of an application, read when types are wanted from the callers of a function: which of them import a module. */
import { readdir } from 'node:fs/promises'
import { basename, dirname, extname } from 'node:path'
import type { ModuleSource } from '@parfor/babel-plugin'

/** The file that a specifier means. */
export type Resolve = (specifier: string, importer: string) => Promise<string | undefined>
export type Read = (file: string) => ModuleSource | undefined

const isSource = /\.(?:[cm]?[jt]sx?|vue|svelte)$/
const isDeclaration = /\.d\.[cm]?ts$/
const specifiers = /\b(?:from|import)\s*\(?\s*(['"])([^'"\n]+)\1/g
/** An application of more files is not read for the sake of its types. */
const most = 20_000

interface Candidate { file: string; module: ModuleSource; specifiers: string[] }

export class SourceFiles {
  private readonly root: string
  private readonly isOutput: (folder: string) => boolean
  private listed: Promise<Candidate[]> | undefined

  /** `outputs`: folders of built files. */
  constructor(root: string, outputs: readonly string[]) {
    this.root = root
    this.isOutput = (folder) => outputs.includes(folder)
  }

  /** Files may have come, gone or changed. */
  forget(): void { this.listed = undefined }

  /** In the order of their paths, whatever has been loaded already. */
  async importersOf(file: string, resolve: Resolve, read: Read): Promise<ModuleSource[]> {
    const found: ModuleSource[] = []
    for (const candidate of await (this.listed ??= this.list(read))) {
      if (candidate.file === file) continue
      const likely = candidate.specifiers.filter((specifier) => mayMean(specifier, file))
      const resolved = await Promise.all(likely.map((specifier) => resolve(specifier, candidate.file)))
      if (resolved.includes(file)) found.push(candidate.module)
    }
    return found
  }

  private async list(read: Read): Promise<Candidate[]> {
    const files: string[] = []
    await this.add(this.root, files)
    if (files.length > most) return []
    return files.sort().flatMap((file) => {
      const module = read(file)
      return module ? [{ file, module, specifiers: [...module.source.matchAll(specifiers)].map(([, , specifier]) => specifier) }] : []
    })
  }

  private async add(folder: string, files: string[]): Promise<void> {
    if (files.length > most) return
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
    const folders: string[] = []
    for (const entry of entries) {
      const path = `${folder}/${entry.name}`
      if (entry.isDirectory()) {
        if (entry.name !== 'node_modules' && !entry.name.startsWith('.') && !this.isOutput(path)) folders.push(path)
      } else if (isSource.test(entry.name) && !isDeclaration.test(entry.name)) files.push(path)
    }
    for (const one of folders) await this.add(one, files)
  }
}

/** The text of the specifier mentions the file, or the folder of an index file. */
function mayMean(specifier: string, file: string): boolean {
  const stem = basename(file, extname(file))
  if (specifier.includes(stem)) return true
  return stem === 'index' && (/(?:^|\/)\.{0,2}\/?$/.test(specifier) || specifier.includes(basename(dirname(file))))
}

