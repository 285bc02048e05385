/** `switch`: the case that is entered is found first, in order; then the groups run in source order, falling through until a jump. */
import type { Value } from '@parfor/compiler'
import type { Node, types } from '../babel.ts'
import { unwrap } from '../babel.ts'
import { branch } from './control.ts'
import { enumMember } from './enums.ts'
import { lowerExpression } from './expressions.ts'
import type { JumpTarget, Lowering } from './lowering.ts'
import { isValue } from './lowering.ts'
import { equals, negateCondition } from './operators.ts'
import { Refusal, locationOf } from './refusal.ts'
import { canComplete, jumpsOut } from './scan.ts'
import { lowerStatements, noneTaken } from './statements.ts'

/** Cases that share one list of statements. */
interface Group { tests: Node[]; isDefault: boolean; body: Node[] }

export function lowerSwitch(lowering: Lowering, node: types.SwitchStatement, labels: string[]): void {
  // Strings are compared by the host.
  const onText = node.cases.some(({ test }) => test && (unwrap(test).type === 'StringLiteral' || typeof enumMember(lowering, unwrap(test)) === 'string'))
  const discriminant = onText ? node.discriminant : lowerExpression(lowering, node.discriminant)
  const groups = groupsOf(node)
  const target: JumpTarget = { jump: 'break', labels, breakable: true, identifier: { name: 'switch_left' } }
  lowering.targets = [...lowering.targets, target]
  lowering.assign(target, lowering.boolean(false))
  const matches = groups.map((group) => group.tests.map((test) => match(lowering, discriminant, test)).reduce(or(lowering), lowering.boolean(false)))
  const simple = groups.every((group, index) => index === groups.length - 1 || !canCompleteGroup(group))
  const bodies = groups.map((group) => withoutFinalBreak(group.body))
  if (simple && bodies.every((body) => body.every((statement) => !jumpsOut(lowering, statement).has(target)))) {
    chain(lowering, groups, matches, bodies, node)
  } else general(lowering, groups, matches, target, node)
  lowering.environment.delete(target)
  lowering.targets = lowering.targets.filter((one) => one !== target)
}

/** Nothing falls through: an if-else chain, whatever the place of `default`. */
function chain(lowering: Lowering, groups: Group[], matches: Value[], bodies: Node[][], node: Node): void {
  const fallback = groups.findIndex((group) => group.isDefault)
  const step = (index: number): void => {
    if (index === groups.length) {
      if (fallback >= 0) lowerStatements(lowering, bodies[fallback])
    } else if (index === fallback) step(index + 1)
    else branch(lowering, matches[index], () => { lowerStatements(lowering, bodies[index]); return [] }, () => { step(index + 1); return [] }, locationOf(node))
  }
  step(0)
}

function general(lowering: Lowering, groups: Group[], matches: Value[], target: JumpTarget, node: Node): void {
  const falling = lowering.fresh('falling')
  lowering.assign(falling, lowering.boolean(false))
  // Tests are disjoint only by order: a case counts if none before it matched.
  const entered: Value[] = []
  let before: Value = lowering.boolean(false)
  for (const match of matches) {
    entered.push(and(lowering, match, negateCondition(lowering, before)))
    before = or(lowering)(before, match)
  }
  const none = negateCondition(lowering, before)
  const jumps = new Set<JumpTarget>([target, ...groups.flatMap((group) => group.body.flatMap((statement) => [...jumpsOut(lowering, statement)]))])
  for (const [index, group] of groups.entries()) {
    const flag = lowering.environment.get(falling)
    if (!isValue(flag)) throw new Error('the state of a switch is lost')
    const here = group.isDefault ? or(lowering)(entered[index], none) : entered[index]
    const condition = and(lowering, or(lowering)(flag, here), noneTaken(lowering, jumps))
    branch(lowering, condition, () => {
      lowering.assign(falling, lowering.boolean(true))
      lowerStatements(lowering, group.body)
      return []
    }, () => [], locationOf(node))
  }
  lowering.environment.delete(falling)
}

function groupsOf(node: types.SwitchStatement): Group[] {
  const groups: Group[] = []
  let tests: Node[] = []
  let isDefault = false
  for (const [index, one] of node.cases.entries()) {
    if (one.test) tests.push(one.test)
    else isDefault = true
    if (one.consequent.length === 0 && index < node.cases.length - 1) continue
    groups.push({ tests, isDefault, body: one.consequent })
    tests = []
    isDefault = false
  }
  return groups
}

function match(lowering: Lowering, discriminant: Value | Node, test: Node): Value {
  if (!('id' in discriminant && typeof discriminant.id === 'number')) {
    return lowerExpression(lowering, lowering.babel.types.binaryExpression('===', discriminant as types.Expression, test as types.Expression))
  }
  const value = lowerExpression(lowering, test)
  if (value.type !== discriminant.type) throw new Refusal('PF303', test, 'the case is of another kind than the switch', 'Compare numbers with numbers.')
  return equals(lowering, discriminant, value, true, test)
}

function canCompleteGroup(group: Group): boolean {
  return group.body.every(canComplete)
}

/** A `break` that ends a group only says that the next group is not entered. */
function withoutFinalBreak(body: Node[]): Node[] {
  const last = body.at(-1)
  if (last?.type === 'BreakStatement' && !last.label) return body.slice(0, -1)
  if (last?.type === 'BlockStatement' && body.length === 1) return withoutFinalBreak(last.body)
  return body
}

function or(lowering: Lowering): (left: Value, right: Value) => Value {
  return (left, right) => {
    const known = lowering.constants.get(left)
    if (known !== undefined) return known ? left : right
    const other = lowering.constants.get(right)
    if (other !== undefined) return other ? right : left
    return lowering.builder.or(left, right)
  }
}

function and(lowering: Lowering, left: Value, right: Value): Value {
  const known = lowering.constants.get(left)
  if (known !== undefined) return known ? right : left
  const other = lowering.constants.get(right)
  if (other !== undefined) return other ? left : right
  return lowering.builder.and(left, right)
}
