/** One module: marks, regions, descriptors, plan. Everything that the register hook, the CLI and the Babel plugin have in common. */
import { analyseRegion, compileAnalysed } from '@parfor/compiler'
import type { CompiledRegion, Diagnostic, DiagnosticCode } from '@parfor/compiler'
import { relative } from 'node:path'
import type { Babel, Node, ProgramPath, types } from './babel.ts'
import { isFunction, walk } from './babel.ts'
import { locationOf } from './lower/refusal.ts'
import type { LoweredRegion } from './lower/region.ts'
import { findMarks } from './marks.ts'
import type { MarkedFunction, Marks } from './marks.ts'
import { fileModules } from './modules/files.ts'
import { Library } from './modules/library.ts'
import { Names } from './names.ts'
import type { ExtendedModule, FunctionReport, ModuleOptions } from './options.ts'
import { parsedName } from './parse.ts'
import { findRegions } from './regions.ts'
import type { FoundRegions, ModuleContext } from './regions.ts'
import { printDescriptor } from './rewrite/descriptor.ts'
import { editRegion } from './rewrite/guard.ts'
import { FreshNames } from './rewrite/names.ts'
import type { ModulePlan, RegionEdit } from './rewrite/plan.ts'
import { sharedUses } from './shared-uses.ts'
import { elementOf } from './types/elements.ts'
import { keyOf } from './types/syntax.ts'

export interface PlannedModule { plan: ModulePlan; functions: FunctionReport[]; diagnostics: Diagnostic[]; dependencies: string[]; module: ExtendedModule }

const INTERNAL = 'parfor/internal'

export function planModule(babel: Babel, program: ProgramPath, options: ModuleOptions): PlannedModule {
  const names = new Names(program)
  const fresh = new FreshNames(names.used)
  const mode = options.mode ?? 'marked'
  const marks = isCompiled(names) ? unmarked : findMarks(names, mode)
  const exact = options.exact === true || mode === 'infer'
  const library = new Library(babel, options.modules ?? fileModules)
  const context: ModuleContext = { babel, names, types: library.add(parsedName(options), names).reader, compile: { exact, dump: options.dump } }
  const file = relative(options.root ?? process.cwd(), options.filename).replaceAll('\\', '/')
  const region = fresh.take('__pf_region')
  const make = fresh.take('__pf_make')
  const edits: RegionEdit[] = []
  const regions: { handle: string; descriptor: string }[] = []
  const functions: FunctionReport[] = []
  const diagnostics: Diagnostic[] = []
  const constructions = new Set<types.NewExpression>()
  let makes = false

  for (const marked of marks.functions) {
    const waiting = isWaiting(marked)
    if (waiting) {
      if (!marked.asked) continue
      functions.push({ name: marked.name, file, line: lineOf(marked.path.node), verdict: 'PF307', loops: [], regions: 0, compiledAtRunTime: 0, kernelBytes: 0 })
      diagnostics.push(waiting)
      continue
    }
    const found = findRegions(context, marked.path, marked.name)
    if (!marked.asked && found.loops.length === 0) continue
    const kernels: (Uint8Array | undefined)[] = []
    for (const { statements, lowered, analysis } of found.regions) {
      const compiled = compileAnalysed(analysis)
      kernels.push(compiled.wasm)
      const handle = fresh.take(`__pf${regions.length}`)
      const line = lineOf(statements[0].node)
      regions.push({ handle, descriptor: printDescriptor({ name: lowered.region.name, file, line, region: lowered.region, compiled, ahead: compileAhead(context, lowered), unasked: mode === 'infer' && !marked.asked }) })
      edits.push(editRegion(statements, lowered, compiled, handle, fresh, options.results === 'copy' ? undefined : make))
      makes ||= lowered.arrays.some((place) => 'maker' in place)
    }
    if (options.results !== 'copy') collectConstructions(babel, names, marked.path.node, constructions)
    functions.push(reportOf(marked, found, file, kernels))
    diagnostics.push(...diagnosticsOf(marked, found, mode === 'infer'))
  }
  if (options.arrays === 'shared' && marks !== unmarked) collectConstructions(babel, names, program.node, constructions)
  diagnostics.push(...sharedUses({ babel, names, types: context.types, constructions }))

  const plan: ModulePlan = {
    regions: edits, constructions: [...constructions], make, removals: marks.removals,
    header: headerOf(isModule(program, options), edits.length > 0 ? region : undefined, constructions.size > 0 || (makes && options.results !== 'copy') ? make : undefined, regions),
    headerAfter: headerPlace(program),
  }
  const markerCalls = new Set(marks.removals.flatMap((removal) => removal.kind === 'call' ? [removal.call] : []))
  return { plan, functions, diagnostics, dependencies: library.opened(), module: { program, regions, markerCalls, unique: (base) => fresh.take(base) } }
}

const unmarked: Marks = { functions: [], removals: [] }

/** Its loops have their kernels: a library that is linked, or a second plugin. The marks are still there, since they are comments. The import alone says nothing: anybody may write it. */
function isCompiled({ calls }: Names): boolean {
  return calls.some(({ node: { arguments: [descriptor] } }) =>
    descriptor?.type === 'ObjectExpression' && ['abi', 'guards'].every((name) => descriptor.properties.some((property) => property.type === 'ObjectProperty' && keyOf(property) === name)))
}

/** The kernel for the types that calls seem to pass, if they tell all that is open. */
function compileAhead({ compile }: ModuleContext, { region, assumed }: LoweredRegion): CompiledRegion | undefined {
  if (assumed.size === 0 || region.arrays.some(({ name, element }) => element === 'num' && !assumed.has(name))) return undefined
  const analysis = analyseRegion(region, { ...compile, elements: Object.fromEntries(assumed) })
  return analysis.parallel ? compileAnalysed(analysis) : undefined
}

function isWaiting({ path, name }: MarkedFunction): Diagnostic | undefined {
  const { node } = path
  if (!node.async && !node.generator) return undefined
  return {
    code: 'PF307', severity: 'warning', location: locationOf(node),
    message: `'${name}' is ${node.generator ? 'a generator' : 'an async function'}, which stays plain JavaScript`,
    cure: 'Move the loops into a synchronous function, mark that, and call it from here.',
  }
}

function reportOf({ path, name }: MarkedFunction, found: FoundRegions, file: string, kernels: (Uint8Array | undefined)[]): FunctionReport {
  const loops = found.loops.map(({ id, label, node, diagnostic }) => ({
    id, ...(label !== undefined && { label }), line: lineOf(node), code: diagnostic.code, message: diagnostic.message,
  }))
  return {
    name, file, line: lineOf(path.node), verdict: verdictOf(found), loops, regions: found.regions.length,
    compiledAtRunTime: kernels.filter((kernel) => kernel === undefined).length, kernelBytes: kernels.reduce((sum, kernel) => sum + (kernel?.length ?? 0), 0),
  }
}

function verdictOf(found: FoundRegions): DiagnosticCode {
  if (found.regions.length === 0) return 'PF306'
  const codes = new Set(found.loops.map((loop) => loop.diagnostic.code))
  return codes.has('PF103') ? 'PF103' : codes.has('PF101') ? 'PF101' : 'PF100'
}

function diagnosticsOf({ path, name, asked }: MarkedFunction, found: FoundRegions, inferred: boolean): Diagnostic[] {
  const verdicts = found.loops.map(({ id, label, diagnostic }): Diagnostic => ({
    // Nobody asked for these functions: what is not parallel is no cause for a warning.
    ...diagnostic, ...(inferred && { severity: 'info' }), loop: { id, ...(label !== undefined && { label }) },
  }))
  if (found.regions.length > 0 || !asked) return verdicts
  const message = found.loops.length === 0 ? `'${name}' has no loop` : `no loop of '${name}' runs in parallel`
  return [...verdicts, { code: 'PF306', severity: 'warning', message, cure: found.loops.length === 0
    ? 'Loops are for, while and for…of, and forEach, map and reduce of arrays that are known to be typed; write one, or remove the mark.'
    : 'See what is said about its loops, or remove the mark.', location: locationOf(path.node) }]
}

function collectConstructions(babel: Babel, names: Names, root: Node, found: Set<types.NewExpression>): void {
  walk(babel.types, root, (node) => {
    if (node.type === 'NewExpression') {
      const { callee } = node
      if (callee.type === 'Identifier' && elementOf(callee.name) && names.isGlobal(callee, callee.name) && !callee.extra?.parenthesized) found.add(node)
    }
    const optsOut = node !== root && isFunction(node) && node.body.type === 'BlockStatement' && node.body.directives.some((directive) => directive.value.value === 'use no parallel')
    return !optsOut
  })
}

function headerOf(imports: boolean, region: string | undefined, make: string | undefined, regions: ExtendedModule['regions']): string {
  const names = [...(region ? [['region', region]] : []), ...(make ? [['make', make]] : [])]
  if (names.length === 0) return ''
  const line = imports
    ? `import { ${names.map(([from, to]) => `${from} as ${to}`).join(', ')} } from '${INTERNAL}';`
    : `const { ${names.map(([from, to]) => `${from}: ${to}`).join(', ')} } = require('${INTERNAL}');`
  return [line, ...regions.map(({ handle, descriptor }) => `var ${handle} = ${region}(${descriptor});`)].join('\n')
}

/** Whether the output imports or requires: as the options say, else the file name, else the syntax. */
function isModule(program: ProgramPath, { format, filename }: ModuleOptions): boolean {
  if (format) return format === 'module'
  if (/\.m[jt]sx?$/.test(filename)) return true
  if (/\.c[jt]sx?$/.test(filename) || program.node.sourceType === 'script') return false
  return program.node.body.some((statement) => /^(?:Import|Export)/.test(statement.type)) || usesModuleSyntax(program)
}

/** `import.meta` or `await` outside functions. */
function usesModuleSyntax(program: ProgramPath): boolean {
  let found = false
  program.traverse({
    MetaProperty({ node }) { if (node.meta.name === 'import') found = true },
    AwaitExpression(path) { if (!path.getFunctionParent()) found = true },
  })
  return found
}

function headerPlace(program: ProgramPath): Node | undefined {
  const { body, directives } = program.node
  return body.findLast((statement) => statement.type === 'ImportDeclaration') ?? directives.at(-1)
}

function lineOf(node: Node): number {
  return node.loc?.start.line ?? 0
}
