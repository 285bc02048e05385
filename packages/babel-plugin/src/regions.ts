/** Finds the regions of a function: maximal runs of statements that the compiler takes as a whole and that contain parallel loops. */
import { analyseRegion } from '@parfor/compiler'
import type { AnalysedRegion, CompileOptions, Diagnostic } from '@parfor/compiler'
import type { Babel, FunctionPath, Node, NodePath, types } from './babel.ts'
import { isFunction, isLoop, walk } from './babel.ts'
import { isLiveAfter } from './liveness.ts'
import { loopCall } from './lower/loop-calls.ts'
import { lowerRegion } from './lower/region.ts'
import type { LoweredRegion } from './lower/region.ts'
import { Refusal, locationOf } from './lower/refusal.ts'
import type { Names } from './names.ts'
import type { TypeReader } from './types/reader.ts'

export interface FoundRegion {
  statements: NodePath[]
  lowered: LoweredRegion
  analysis: AnalysedRegion
}

export interface FoundLoop { id: number; node: Node; label?: string; diagnostic: Diagnostic }

export interface FoundRegions { regions: FoundRegion[]; loops: FoundLoop[] }

interface Attempt { lowered: LoweredRegion; analysis: AnalysedRegion; parallelLoops: number; verdicts: Diagnostic[] }

export interface ModuleContext {
  babel: Babel
  names: Names
  types: TypeReader
  compile: CompileOptions
}

const parallelCodes = new Set(['PF100', 'PF101', 'PF104'])
const insideCode = 'PF102'

export function findRegions(context: ModuleContext, path: FunctionPath, name: string): FoundRegions {
  return new RegionFinder(context, path, name).find()
}

class RegionFinder {
  private readonly context: ModuleContext
  private readonly path: FunctionPath
  private readonly name: string
  private readonly ids = new Map<Node, number>()
  private readonly labels = new Map<Node, string>()
  private readonly verdicts = new Map<Node, Diagnostic>()
  private readonly alone = new Map<Node, Attempt | undefined>()
  private readonly regions: FoundRegion[] = []
  /** `eval` or `with`: which variables a statement uses cannot be read off the source. */
  private readonly dynamic: Node | undefined

  constructor(context: ModuleContext, path: FunctionPath, name: string) {
    this.context = context
    this.path = path
    this.name = name
    const { names, babel: { types } } = context
    let dynamic: Node | undefined
    const check = (node: Node): void => {
      if (node.type === 'WithStatement' || (node.type === 'CallExpression' && names.isGlobal(node.callee, 'eval'))) dynamic = node
    }
    walk(types, path.node, (node, parent) => {
      check(node)
      if (isLoop(node) || this.isLoopCall(node)) {
        this.ids.set(node, this.ids.size)
        if (parent?.type === 'LabeledStatement') this.labels.set(node, parent.label.name)
      }
      // The loops of functions inside are not this one's; what they see of its variables is.
      const isInner = node !== path.node && isFunction(node)
      if (isInner) walk(types, node, check)
      return !isInner
    })
    this.dynamic = dynamic
  }

  find(): FoundRegions {
    const body = this.path.get('body') as NodePath
    if (this.dynamic) this.refuseAll(this.dynamic)
    else if (body.isBlockStatement()) this.visitList(body.get('body'))
    else this.visitResult(body)
    const loops = [...this.ids].map(([node, id]): FoundLoop => {
      const label = this.labels.get(node)
      const diagnostic = this.verdicts.get(node) ?? { code: 'PF205', severity: 'info', message: 'no parallel loop inside', location: locationOf(node) }
      return { id, node, ...(label !== undefined && { label }), diagnostic }
    })
    return { regions: this.regions, loops }
  }

  private refuseAll(dynamic: Node): void {
    const what = dynamic.type === 'WithStatement' ? 'with' : 'eval'
    for (const node of this.ids.keys()) {
      this.verdicts.set(node, new Refusal('PF300', dynamic, `\`${what}\` in the function may use any of its variables`, `Remove \`${what}\`.`).toDiagnostic())
    }
  }

  /** What an arrow function without braces returns. */
  private visitResult(body: NodePath): void {
    const loop = this.loopAt(body.node)
    const attempt = loop && this.attemptAlone(body, loop)
    if (attempt && attempt.parallelLoops > 0) this.accept([body], attempt)
  }

  private visitList(list: NodePath[]): void {
    let tried = -1
    for (let index = 0; index < list.length; index++) {
      const loop = this.loopAt(list[index].node)
      if (!loop) {
        this.visitInside(list[index])
        continue
      }
      const last = this.lastJoining(list, index)
      const together = last > index && last > tried ? this.analyse(list.slice(index, last + 1)) : undefined
      tried = Math.max(tried, last)
      if (together && !('code' in together) && isAllParallel(together)) {
        this.accept(list.slice(index, last + 1), together)
        index = last
        continue
      }
      const attempt = this.attemptAlone(list[index], loop)
      if (!attempt || attempt.parallelLoops === 0) {
        this.visitInside(list[index])
        continue
      }
      const { end, best } = this.extend(list, index, attempt)
      this.accept(list.slice(index, end + 1), best)
      index = end
    }
  }

  /** Later loops of the list join the region if every loop that is parallel alone still is. */
  private extend(list: NodePath[], start: number, first: Attempt): { end: number; best: Attempt } {
    let best = first
    let end = start
    for (let next = start + 1; next < list.length; next++) {
      const loop = this.loopAt(list[next].node)
      if (!loop) {
        if (mayJoin(list[next].node)) continue
        break
      }
      const alone = this.attemptAlone(list[next], loop)
      if (!alone || alone.parallelLoops === 0) break
      const joined = this.attempt(list.slice(start, next + 1))
      if (!joined || joined.parallelLoops < best.parallelLoops + alone.parallelLoops) break
      best = joined
      end = next
    }
    return { end, best }
  }

  private accept(statements: NodePath[], attempt: Attempt): void {
    this.regions.push({ statements, lowered: attempt.lowered, analysis: attempt.analysis })
    this.record(attempt)
  }

  private record(attempt: Attempt): void {
    for (const diagnostic of attempt.verdicts) {
      const node = diagnostic.loop && attempt.lowered.loops.get(diagnostic.loop.id)
      if (node) this.verdicts.set(node, diagnostic)
    }
  }

  private attemptAlone(path: NodePath, loop: Node): Attempt | undefined {
    if (!this.alone.has(path.node)) this.alone.set(path.node, this.attempt([path], loop))
    return this.alone.get(path.node)
  }

  /** What fails is recorded; `loop` gets the reason. */
  private attempt(statements: NodePath[], loop?: Node): Attempt | undefined {
    const attempt = this.analyse(statements)
    if ('code' in attempt) {
      if (loop) this.verdicts.set(loop, attempt)
      return undefined
    }
    if (!attempt.analysis.parallel) {
      this.record(attempt)
      const refused = attempt.verdicts.find((diagnostic) => !diagnostic.loop)
      if (loop && refused) this.verdicts.set(loopOf(loop) ?? loop, refused)
    }
    return attempt
  }

  /** Lowers and analyses. */
  private analyse(statements: NodePath[]): Attempt | Diagnostic {
    const { babel, names, types: reader, compile } = this.context
    const { types } = babel
    const [first] = statements
    const place = { statements, start: first.node.start ?? 0, end: statements[statements.length - 1].node.end ?? 0 }
    const lowered = lowerRegion({
      babel, names, types: reader, name: `${this.name}:${first.node.loc?.start.line ?? 0}`,
      statements: statements.map(({ node }) => types.isExpression(node) ? types.inherits(types.returnStatement(node), node) : node),
      where: { scope: first.scope, start: place.start, end: place.end },
      isLiveAfter: (binding, needed) => isLiveAfter(place, binding, needed),
      ownLoop: (node) => this.ids.get(node),
      firstFreeLoop: this.ids.size,
    })
    if ('code' in lowered) return lowered
    const analysis = analyseRegion(lowered.region, compile)
    return {
      lowered, analysis, verdicts: analysis.diagnostics,
      parallelLoops: analysis.parallel ? analysis.diagnostics.filter(({ code, loop }) => loop && parallelCodes.has(code)).length : 0,
    }
  }

  /** The loop that a statement is, or that is called in it. */
  private loopAt(node: Node): Node | undefined {
    if (isLoop(node) || node.type === 'LabeledStatement') return loopOf(node)
    if (!isSimple(this.context.babel, node)) return undefined
    let found: Node | undefined
    walk(this.context.babel.types, node, (inner) => {
      if (!found && this.ids.has(inner)) found = inner
      return !found && !isFunction(inner)
    })
    return found
  }

  /** On an array of which the type is known: lists and what else has a method of that name are no cause for a word. */
  private isLoopCall(node: Node): boolean {
    const call = loopCall(this.context.names, node)
    return call !== undefined && (call.method === 'from' || this.context.types.ofExpression(call.object).kind === 'array')
  }

  /** The last loop of the list that could be in one region with the loop at `start`. */
  private lastJoining(list: NodePath[], start: number): number {
    let last = start
    for (let next = start + 1; next < list.length; next++) {
      if (this.loopAt(list[next].node)) last = next
      else if (!mayJoin(list[next].node)) break
    }
    return last
  }

  private visitInside(path: NodePath): void {
    for (const list of statementLists(path)) this.visitList(list)
  }
}

/** The loop that a statement is, through its labels. */
function loopOf(node: Node): types.Loop | undefined {
  if (node.type === 'LabeledStatement') return loopOf(node.body)
  return isLoop(node) ? node : undefined
}

/** Nothing is lost by compiling these loops together: one attempt has told, instead of one for each of them and for each way to begin. */
function isAllParallel({ parallelLoops, verdicts }: Attempt): boolean {
  return parallelLoops > 0 && verdicts.every(({ code, loop }) => loop && (parallelCodes.has(code) || code === insideCode))
}

/** There is no statement in it, unless in a function. */
function isSimple({ types }: Babel, node: Node): boolean {
  return node.type === 'ExpressionStatement' || node.type === 'VariableDeclaration' || node.type === 'ReturnStatement' || types.isExpression(node)
}

/** Statements that may stand between the loops of one region. */
function mayJoin(node: Node): boolean {
  return node.type === 'VariableDeclaration' || node.type === 'ExpressionStatement' || node.type === 'IfStatement' || node.type === 'EmptyStatement'
}

/** The statement lists directly inside a statement; a body without braces is a list of one. */
export function statementLists(path: NodePath): NodePath[][] {
  if (path.isBlockStatement()) return [path.get('body')]
  if (path.isIfStatement()) {
    const alternate = path.get('alternate')
    return [path.get('consequent'), ...(alternate.node ? [alternate as NodePath] : [])].map(asList).flat()
  }
  if (path.isLoop() || path.isLabeledStatement()) return asList(path.get('body') as NodePath)
  if (path.isSwitchStatement()) return path.get('cases').map((one) => one.get('consequent'))
  if (path.isTryStatement()) {
    const blocks: NodePath[] = [path.get('block')]
    const handler = path.get('handler')
    if (handler.isCatchClause()) blocks.push(handler.get('body'))
    const finalizer = path.get('finalizer')
    if (finalizer.isBlockStatement()) blocks.push(finalizer)
    return blocks.flatMap(asList)
  }
  return []
}

function asList(path: NodePath): NodePath[][] {
  return path.isBlockStatement() ? [path.get('body')] : [[path]]
}
