/** Loops. A counting loop whose counter and bound nothing else changes becomes `for`; every other loop becomes `while`. */
import type { Block, Carried, Value } from '@parfor/compiler'
import type { Node, types } from '../babel.ts'
import { isFunction, walk } from '../babel.ts'
import { branch } from './control.ts'
import { countingLoop, lowerCountingLoop } from './counting.ts'
import { lowerForOf } from './for-of.ts'
import { isCheap, lowerCondition, lowerEffect } from './expressions.ts'
import { isReturnTarget } from './functions.ts'
import type { JumpTarget, Lowering, Variable } from './lowering.ts'
import { isRecord, isValue } from './lowering.ts'
import { Refusal, restart, locationOf } from './refusal.ts'
import { assignedIn, isFreshIn, jumpsOut } from './scan.ts'
import { lowerStatement, lowerStatements, noneTaken, unless } from './statements.ts'

export function lowerLoop(lowering: Lowering, node: types.Loop, labels: string[]): void {
  switch (node.type) {
    case 'ForStatement': {
      if (node.init) {
        if (node.init.type === 'VariableDeclaration') lowerStatement(lowering, node.init)
        else lowerEffect(lowering, node.init)
      }
      const counting = countingLoop(lowering, node, labels)
      if (counting) lowerCountingLoop(lowering, node, counting, labels)
      else lowerWhile(lowering, { node, labels, test: node.test, update: node.update, body: node.body, testFirst: true })
      return
    }
    case 'WhileStatement': {
      const counting = countingLoop(lowering, node, labels)
      if (counting) return lowerCountingLoop(lowering, node, counting, labels)
      return lowerWhile(lowering, { node, labels, test: node.test, update: null, body: node.body, testFirst: true })
    }
    case 'DoWhileStatement':
      return lowerWhile(lowering, { node, labels, test: node.test, update: null, body: node.body, testFirst: false })
    case 'ForOfStatement': return lowerForOf(lowering, node, labels)
    default: throw new Refusal('PF300', node, '`for…in` is outside the language of regions: its subscripts are strings', 'Write a counting loop: for (let i = 0; i < x.length; i++).')
  }
}

interface WhileParts {
  node: types.Loop
  labels: string[]
  test: Node | null | undefined
  update: Node | null | undefined
  body: Node
  testFirst: boolean
}

function lowerWhile(lowering: Lowering, parts: WhileParts): void {
  const { node, labels, test, update, body } = parts
  const { left, next } = openTargets(lowering, labels)
  const jumps = jumpsOut(lowering, body)
  const flags = [...jumps].filter((target) => target !== next)
  if (jumps.has(left)) lowering.assign(left, lowering.boolean(false))
  // The condition block of a `while` yields its verdict only; where the test assigns, or comes last, the verdict is carried.
  const carriesVerdict = !parts.testFirst || hasEffects(lowering, test)
  const running = lowering.fresh('running')
  if (carriesVerdict) lowering.assign(running, lowering.boolean(true))
  const variables: Variable[] = [...assignedIn(lowering, [test, update, body])].filter((binding) => !isFreshIn(body, binding))
  const returned = flags.flatMap((target) => isReturnTarget(target) ? [target.result] : [])
  const loop = openCarried(lowering, [...variables, ...flags, ...returned, ...(carriesVerdict ? [running] : [])])

  const condition = isolated(lowering, () => {
    const goOn = noneTaken(lowering, flags)
    if (carriesVerdict) return [both(lowering, goOn, () => slotValue(lowering, running), true)]
    if (!test) return [goOn]
    return [both(lowering, goOn, () => lowerCondition(lowering, test), isCheap(lowering, test))]
  })
  const trip = (): void => {
    if (jumps.has(next)) lowering.assign(next, lowering.boolean(false))
    lowerStatements(lowering, [body])
    unless(lowering, flags, Boolean(update), () => { if (update) lowerEffect(lowering, update) })
  }
  const bodyBlock = lowering.builder.nested(() => {
    if (!carriesVerdict || !test) trip()
    else if (parts.testFirst) {
      branch(lowering, lowerCondition(lowering, test), () => { trip(); return [] }, () => {
        lowering.assign(running, lowering.boolean(false))
        return []
      })
    } else {
      trip()
      unless(lowering, flags, true, () => { lowering.assign(running, lowerCondition(lowering, test)) })
    }
    return loop.yields(node)
  })
  const results = loop.close()
  closeTargets(lowering, left, next)
  lowering.environment.delete(running)
  lowering.builder.append({
    kind: 'while', id: lowering.loopIds(node), ...labelOf(labels), results, carried: loop.carried, condition, body: bodyBlock,
    location: locationOf(node),
  })
}

/** Both; the second is computed only if the first holds, unless it is cheap. */
function both(lowering: Lowering, first: Value, second: () => Value, isCheap: boolean): Value {
  if (lowering.constants.get(first) === true) return second()
  if (isCheap) return lowering.builder.and(first, second())
  return branch(lowering, first, () => [second()], () => [lowering.boolean(false)])[0]
}

function slotValue(lowering: Lowering, variable: Variable): Value {
  const slot = lowering.environment.get(variable)
  if (!isValue(slot)) throw new Error(`${variable.identifier.name} has no value`)
  return slot
}

/** A block whose assignments are dropped: it has none. */
function isolated(lowering: Lowering, body: () => Value[]): Block {
  const before = lowering.environment
  lowering.environment = new Map(before)
  const block = lowering.builder.nested(body)
  lowering.environment = before
  return block
}

function hasEffects(lowering: Lowering, node: Node | null | undefined): boolean {
  let effects = false
  if (node) {
    walk(lowering.babel.types, node, (inner) => {
      if (inner.type === 'AssignmentExpression' || inner.type === 'UpdateExpression') effects = true
      // An inlined function may store, and its loops are operations that do not belong into a condition.
      else if (inner.type === 'CallExpression' && inner.callee.type === 'Identifier' && lowering.binding(inner.callee)) effects = true
      return !isFunction(inner)
    })
  }
  return effects
}

export function openTargets(lowering: Lowering, labels: string[]): { left: JumpTarget; next: JumpTarget } {
  const left: JumpTarget = { jump: 'break', labels, breakable: true, identifier: { name: 'left' } }
  const next: JumpTarget = { jump: 'continue', labels, breakable: true, identifier: { name: 'next' } }
  lowering.targets = [...lowering.targets, left, next]
  return { left, next }
}

export function closeTargets(lowering: Lowering, left: JumpTarget, next: JumpTarget): void {
  lowering.targets = lowering.targets.filter((target) => target !== left && target !== next)
  lowering.environment.delete(left)
  lowering.environment.delete(next)
}

export function labelOf(labels: string[]): { label?: string } {
  const label = labels.at(-1)
  return label === undefined ? {} : { label }
}

/** The variables that travel round a loop. Call `yields` at the end of the body's block and `close` after it. */
export interface CarriedVariables {
  carried: Carried[]
  yields: (node: Node) => Value[]
  close: () => Value[]
}

export function openCarried(lowering: Lowering, variables: Variable[]): CarriedVariables {
  const before = lowering.environment
  const environment = new Map(before)
  const travelling: Variable[] = []
  const carried: Carried[] = []
  for (const variable of variables) {
    const slot = before.get(variable)
    if (isValue(slot)) {
      const parameter = lowering.builder.value(slot.type, variable.identifier.name)
      if (lowering.wrapped.has(slot) || lowering.decisions.wrapped.has(variable)) lowering.wrapped.add(parameter)
      travelling.push(variable)
      carried.push({ parameter, initial: slot })
      environment.set(variable, parameter)
    } else if (slot === undefined) environment.set(variable, 'stale')
    else if (isRecord(slot)) environment.set(variable, 'mixed')
  }
  lowering.environment = environment
  return {
    carried,
    yields: (node) => travelling.map((variable, index) => nextValue(lowering, variable, carried[index].parameter, node)),
    close: () => {
      const results = carried.map(({ parameter }) => {
        const result = lowering.builder.value(parameter.type, parameter.name)
        if (lowering.wrapped.has(parameter)) lowering.wrapped.add(result)
        return result
      })
      lowering.environment = new Map(before)
      for (const variable of variables) if (!before.has(variable)) lowering.assign(variable, 'stale')
      for (const [index, variable] of travelling.entries()) lowering.assign(variable, results[index])
      return results
    },
  }
}

function nextValue(lowering: Lowering, variable: Variable, parameter: Value, node: Node): Value {
  const slot = lowering.environment.get(variable)
  const name = variable.identifier.name
  if (slot === 'undefined') throw new Refusal('PF308', node, `'${name}' may become undefined in the loop`, `Assign '${name}' a number on every path.`)
  if (!isValue(slot) || slot.type !== parameter.type) {
    throw new Refusal('PF303', node, `'${name}' holds values of different kinds`, `Let '${name}' hold numbers only, or booleans only.`)
  }
  if (lowering.wrapped.has(slot) && !lowering.wrapped.has(parameter)) {
    lowering.decisions.wrapped.add(variable)
    throw restart
  }
  return slot
}
