/** Small programs in a folder of their own, with `parfor` installed from the built packages, run as users run them. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const runtime = fileURLToPath(new URL('..', import.meta.url))

export interface Output { status: number | null; stdout: string; stderr: string }
export interface ReportLine { kind: string; file: string; name: string; code: string; calls: number; rung: string }
interface Options { node?: string; env?: Record<string, string> }

export class Project {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'parfor-project-')))

  constructor(files: Record<string, string>, { installed = true } = {}) {
    if (installed) {
      mkdirSync(join(this.folder, 'node_modules'))
      symlinkSync(runtime, join(this.folder, 'node_modules/parfor'))
      symlinkSync(realpathSync(join(runtime, 'node_modules/tsx')), join(this.folder, 'node_modules/tsx'))
    }
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, name)), { recursive: true })
      writeFileSync(join(this.folder, name), text)
    }
  }

  run(args: string[], { node = process.execPath, env = {} }: Options = {}): Output {
    const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(PARFOR_|NODE_OPTIONS|VITEST|FORCE_COLOR)/.test(name)))
    // Babel colours its code frames where it believes that a person reads them, and a variable CI is enough for that.
    clean.NO_COLOR = '1'
    const { status, stdout, stderr, error } = spawnSync(node, args, { cwd: this.folder, encoding: 'utf8', timeout: 50_000, env: { ...clean, ...env } })
    // When time is up the output is lost, even of a program that has just ended well.
    if (error) throw new Error(`node ${args.join(' ')}: ${error.message}`)
    return { status, stdout, stderr }
  }

  /** Runs with PARFOR_REPORT and gives its lines. */
  runWithReport(args: string[], options: Options = {}): Output & { report: ReportLine[] } {
    const file = join(this.folder, 'report.jsonl')
    rmSync(file, { force: true })
    const output = this.run(args, { ...options, env: { ...options.env, PARFOR_REPORT: file } })
    let text = ''
    try {
      text = readFileSync(file, 'utf8')
    } catch {
      // The caller sees an empty report.
    }
    return { ...output, report: text.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as ReportLine) }
  }

  remove(): void { rmSync(this.folder, { recursive: true, force: true }) }
}

const others = new Map<string, string>()

/** The binary of another version of Node, from the npm package `node`. */
export function otherNode(version: string): string {
  let path = others.get(version)
  if (path === undefined) {
    path = execFileSync('npx', ['--yes', '--package', `node@${version}`, 'node', '-p', 'process.execPath'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
    others.set(version, path)
  }
  return path
}
