/**
 * Statement lists. A jump (`break`, `continue`, the `return` of an inlined function) sets the flag of its target; what follows in the list then
 * stands on the other side of the `if`, or, where both sides may go on, under a test of the flag.
 */
import type { Value } from '@parfor/compiler'
import type { Node, types } from '../babel.ts'
import { isLoop, unwrap } from '../babel.ts'
import { isUsedAsArray, lowerArray, placeOf } from './arrays.ts'
import { isMap, lowerMap } from './callbacks.ts'
import { branch } from './control.ts'
import { lowerCondition, lowerEffect, lowerExpression } from './expressions.ts'
import { isReturnTarget } from './functions.ts'
import { lowerLoop } from './loops.ts'
import type { JumpTarget, Lowering } from './lowering.ts'
import { isValue, outside } from './lowering.ts'
import { isNamedRecord, lowerPattern, lowerRecord } from './records.ts'
import { negateCondition } from './operators.ts'
import { Refusal, locationOf } from './refusal.ts'
import { canComplete, jumpsOut, targetOf } from './scan.ts'
import { lowerSwitch } from './switch.ts'

export function lowerStatements(lowering: Lowering, list: Node[]): void {
  for (const [index, node] of list.entries()) {
    const jumps = jumpsOut(lowering, node)
    if (jumps.size === 0) {
      lowerStatement(lowering, node)
      continue
    }
    const rest = list.slice(index + 1)
    if (node.type === 'IfStatement') lowerIf(lowering, node, rest, jumps)
    else {
      lowerStatement(lowering, node)
      if (canComplete(node)) unless(lowering, jumps, rest.length > 0, () => lowerStatements(lowering, rest))
    }
    return
  }
}

/** Lowers `body` for the case that none of the jumps was taken. */
export function unless(lowering: Lowering, jumps: Iterable<JumpTarget>, needed: boolean, body: () => void): void {
  if (!needed) return
  branch(lowering, noneTaken(lowering, jumps), () => { body(); return [] }, () => [])
}

export function noneTaken(lowering: Lowering, jumps: Iterable<JumpTarget>): Value {
  let result: Value | undefined
  for (const target of jumps) {
    const flag = lowering.environment.get(target)
    if (!isValue(flag)) throw new Error(`no flag for ${target.identifier.name}`)
    const known = lowering.constants.get(flag)
    if (known === false) continue
    const not = negateCondition(lowering, flag)
    if (known === true) return not
    result = result ? lowering.builder.and(result, not) : not
  }
  return result ?? lowering.boolean(true)
}

export function lowerStatement(lowering: Lowering, node: Node, labels: string[] = []): void {
  if (isLoop(node)) return lowerLoop(lowering, node, labels)
  switch (node.type) {
    case 'ExpressionStatement': return lowerEffect(lowering, node.expression)
    case 'VariableDeclaration': return lowerDeclaration(lowering, node)
    case 'BlockStatement': return lowerStatements(lowering, node.body)
    case 'IfStatement': return lowerIf(lowering, node, [], new Set())
    case 'SwitchStatement': return lowerSwitch(lowering, node, labels)
    case 'LabeledStatement': return lowerLabeled(lowering, node, labels)
    case 'BreakStatement': return jump(lowering, node, targetOf(lowering, 'break', node.label?.name))
    case 'ContinueStatement': return jump(lowering, node, targetOf(lowering, 'continue', node.label?.name))
    case 'ReturnStatement': return lowerReturn(lowering, node)
    case 'EmptyStatement': case 'TSInterfaceDeclaration': case 'TSTypeAliasDeclaration': return
    case 'ThrowStatement': case 'TryStatement':
      throw new Refusal('PF304', node, 'exceptions are outside the language of regions', 'Test for the error before or after the loop.')
    case 'FunctionDeclaration':
      throw new Refusal('PF302', node, `the function '${node.id?.name}' is declared inside the loop`, 'Move it to the top level of the module.')
    default: throw outside(node, node.type.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase())
  }
}

function lowerIf(lowering: Lowering, node: types.IfStatement, rest: Node[], jumps: Set<JumpTarget>): void {
  const thenCompletes = canComplete(node.consequent)
  const elseCompletes = !node.alternate || canComplete(node.alternate)
  const bothComplete = thenCompletes && elseCompletes
  const side = (statement: Node | null | undefined, completes: boolean) => (): Value[] => {
    if (statement) lowerStatements(lowering, [statement, ...(completes && !bothComplete ? rest : [])])
    else if (!bothComplete) lowerStatements(lowering, rest)
    return []
  }
  const condition = lowerCondition(lowering, node.test)
  branch(lowering, condition, side(node.consequent, thenCompletes), side(node.alternate, elseCompletes), locationOf(node))
  if (bothComplete) unless(lowering, jumps, rest.length > 0, () => lowerStatements(lowering, rest))
}

function lowerDeclaration(lowering: Lowering, node: types.VariableDeclaration): void {
  if (node.kind !== 'let' && node.kind !== 'const' && node.kind !== 'var') throw outside(node, `\`${node.kind}\``)
  for (const { id, init } of node.declarations) {
    if (id.type !== 'Identifier') {
      if (!init) throw outside(id, 'destructuring')
      lowerPattern(lowering, id, init, (target, slot) => {
        const binding = target.type === 'Identifier' ? lowering.binding(target) : undefined
        if (!binding) throw outside(target, 'what the pattern declares')
        lowering.assign(binding, slot)
      })
      continue
    }
    const binding = lowering.binding(id)
    if (!binding) throw outside(id, `the declaration of '${id.name}'`)
    if (!init) {
      if (node.kind !== 'var') lowering.assign(binding, 'undefined')
    } else if (binding.constant && isMap(lowering, init)) lowering.assign(binding, { array: lowerMap(lowering, init) })
    else if (binding.constant && isNamedRecord(lowering, init)) lowering.assign(binding, lowerRecord(lowering, init)!)
    else if (binding.constant && isUsedAsArray(binding) && isPlace(lowering, init)) {
      lowering.assign(binding, { array: lowerArray(lowering, init) })
    } else lowering.assign(binding, (binding.constant ? lowerRecord(lowering, init) : undefined) ?? lowerExpression(lowering, init))
  }
}

function isPlace(lowering: Lowering, node: Node): boolean {
  return unwrap(node).type === 'Identifier' || placeOf(lowering, node) !== undefined
}

function lowerLabeled(lowering: Lowering, node: types.LabeledStatement, labels: string[]): void {
  const all = [...labels, node.label.name]
  if (isLoop(node.body) || node.body.type === 'LabeledStatement' || node.body.type === 'SwitchStatement') return lowerStatement(lowering, node.body, all)
  const target: JumpTarget = { jump: 'break', labels: all, breakable: false, identifier: { name: `${node.label.name}_left` } }
  lowering.targets = [...lowering.targets, target]
  lowering.assign(target, lowering.boolean(false))
  lowerStatements(lowering, [node.body])
  lowering.environment.delete(target)
  lowering.targets = lowering.targets.filter((one) => one !== target)
}

function jump(lowering: Lowering, node: types.BreakStatement | types.ContinueStatement, target: JumpTarget | undefined): void {
  if (!target) throw new Refusal('PF304', node, 'the loop is left to a label outside of it', 'Set a flag, and test it after the loop.')
  lowering.assign(target, lowering.boolean(true))
}

function lowerReturn(lowering: Lowering, node: types.ReturnStatement): void {
  const target = targetOf(lowering, 'return')
  if (!target && node === lowering.last && node.argument) {
    lowering.result = isMap(lowering, node.argument) ? { array: lowerMap(lowering, node.argument) } : lowerExpression(lowering, node.argument)
    return
  }
  if (!target || !isReturnTarget(target)) {
    throw new Refusal('PF304', node, 'the loop returns from the function', 'Store the result in a variable, leave the loop with break, and return after it.')
  }
  lowering.assign(target.result, node.argument ? lowerRecord(lowering, node.argument) ?? lowerExpression(lowering, node.argument) : 'undefined')
  lowering.assign(target, lowering.boolean(true))
}
