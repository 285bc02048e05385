/** Makes a failing program small: tries to drop or simplify one node at a time, as long as it still fails. */
import type { Expression, Program, Statement } from './program.ts'

/** All programs that are one step smaller. Reductions whose accumulators lose their loop stay consistent, because `reshaped` names only what is updated. */
function* smaller(program: Program): Generator<Program> {
  for (const body of smallerLists(program.body)) yield { ...program, body }
  for (let k = 0; k < program.results.length; k++) if (program.results.length > 1) yield { ...program, results: program.results.filter((_, i) => i !== k) }
  if (program.mark !== 'comment') yield { ...program, mark: 'comment' }
  for (let k = 0; k < program.arrays.length; k++) {
    const change = (part: Partial<Program['arrays'][0]>) => ({ ...program, arrays: program.arrays.map((a, i) => (i === k ? { ...a, ...part } : a)) })
    if (!program.arrays[k].annotated) yield change({ annotated: true })
    if (program.arrays[k].element !== 'f64') yield change({ element: 'f64' })
  }
}

function* smallerLists(list: Statement[]): Generator<Statement[]> {
  for (let k = 0; k < list.length; k++) {
    yield list.filter((_, i) => i !== k)
    for (const one of smallerStatements(list[k])) yield [...list.slice(0, k), ...one, ...list.slice(k + 1)]
  }
}

function* smallerStatements(s: Statement): Generator<Statement[]> {
  switch (s.kind) {
    case 'declare': case 'assign':
      for (const value of smallerExpressions(s.value)) yield [{ ...s, value }]
      return
    case 'store':
      if (s.operator !== '=') yield [{ ...s, operator: '=' }]
      for (const value of smallerExpressions(s.value)) yield [{ ...s, value }]
      for (const index of smallerExpressions(s.index)) yield [{ ...s, index }]
      return
    case 'if':
      yield s.yes
      if (s.no.length > 0) { yield s.no; yield [{ ...s, no: [] }] }
      for (const yes of smallerLists(s.yes)) yield [{ ...s, yes }]
      for (const no of smallerLists(s.no)) yield [{ ...s, no }]
      for (const test of smallerExpressions(s.test)) yield [{ ...s, test }]
      return
    case 'switch':
      for (const one of s.cases) yield one.body
      return
    case 'for':
      for (const body of smallerLists(s.body)) yield [{ ...s, body }]
      if (s.from.kind !== 'number' || s.from.value !== 0) yield [{ ...s, from: { kind: 'number', value: 0 }, relation: '<', step: 1 }]
      for (const to of smallerExpressions(s.to)) if (to.kind !== 'number') yield [{ ...s, to }]
      return
    case 'while':
      if (s.limit > 1) yield [{ ...s, limit: 1 }]
      if (s.post) yield [{ ...s, post: false }]
      for (const body of smallerLists(s.body)) yield [{ ...s, body }]
      for (const test of smallerExpressions(s.test)) yield [{ ...s, test }]
      return
    default:
  }
}

function* smallerExpressions(e: Expression): Generator<Expression> {
  const parts = (list: Expression[]): Expression[] => list
  switch (e.kind) {
    case 'number': if (e.value !== 1) yield { kind: 'number', value: 1 }; return
    case 'unary':
      yield e.operand
      for (const operand of smallerExpressions(e.operand)) yield { ...e, operand }
      return
    case 'binary':
      yield* parts([e.left, e.right])
      for (const left of smallerExpressions(e.left)) yield { ...e, left }
      for (const right of smallerExpressions(e.right)) yield { ...e, right }
      return
    case 'conditional':
      yield* parts([e.yes, e.no])
      for (const test of smallerExpressions(e.test)) yield { ...e, test }
      for (const yes of smallerExpressions(e.yes)) yield { ...e, yes }
      for (const no of smallerExpressions(e.no)) yield { ...e, no }
      return
    case 'math': case 'helper':
      yield* parts(e.arguments)
      for (let k = 0; k < e.arguments.length; k++) for (const one of smallerExpressions(e.arguments[k])) yield { ...e, arguments: e.arguments.map((x, i) => (i === k ? one : x)) }
      return
    case 'read': for (const index of smallerExpressions(e.index)) yield { ...e, index }; yield { kind: 'number', value: 1 }; return
    case 'variable': yield { kind: 'number', value: 1 }; return
    default:
  }
}

/** `fails` may be slow: at most `budget` programs are tried. */
export function shrink(program: Program, fails: (candidate: Program) => boolean, budget = 600): Program {
  let best = program
  let tried = 0
  for (let progress = true; progress && tried < budget;) {
    progress = false
    for (const candidate of smaller(best)) {
      if (++tried > budget) break
      let failed = false
      // A candidate that no longer is a program (a variable lost its declaration) does not fail in the way that is looked for.
      try { failed = fails(candidate) } catch { failed = false }
      if (failed) { best = candidate; progress = true; break }
    }
  }
  return best
}
