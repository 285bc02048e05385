/** `parfor build | explain`. */
import { build } from './build.ts'
import { explain } from './explain.ts'
import { UsageError } from './usage.ts'

declare const PARFOR_VERSION: string

const help = `parfor ${PARFOR_VERSION}

  parfor build FILE -o OUT          compile one file (JavaScript or TypeScript) to JavaScript with its kernels inline
  parfor explain FILE [--json]      what became of each marked function and of each of its loops, and why

  --infer       every function of the file counts as marked, and no result may differ from plain JavaScript
  --help, --version

Documentation of the codes: docs/diagnostics.md
`

async function main([command, ...args]: string[]): Promise<number> {
  if (command === '--version' || command === '-v') {
    console.log(PARFOR_VERSION)
    return 0
  }
  if (command === undefined || command === '--help' || command === '-h' || args.includes('--help') || args.includes('-h')) {
    process.stdout.write(help)
    return command === undefined ? 2 : 0
  }
  if (command === 'build') return build(args)
  if (command === 'explain') return explain(args)
  throw new UsageError(`unknown command ${command}. There are build and explain; parfor --help shows them.`)
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  console.error(`parfor: ${error.message}`)
  process.exitCode = 2
}
