/** Counting loops: `for (i = a; i < b; i += c)` whose counter and bound the body leaves alone. */
import { forEachOperation } from '@parfor/compiler'
import type { ArrayParameter, Block, ForOperation, Operation, Value } from '@parfor/compiler'
import type { Binding, Node, types } from '../babel.ts'
import { unwrap, walk } from '../babel.ts'
import { lowerEffect, lowerExpression } from './expressions.ts'
import { literalOf, literalValue } from './literals.ts'
import { closeTargets, labelOf, openCarried, openTargets } from './loops.ts'
import type { Lowering, Variable } from './lowering.ts'
import { isValue } from './lowering.ts'
import { toNumber } from './operators.ts'
import { restart, locationOf } from './refusal.ts'
import { assignedIn, isFreshIn, jumpsOut } from './scan.ts'
import { lowerStatements } from './statements.ts'

type CountRelation = ForOperation['relation']

export interface Counting {
  counter: Binding
  relation: CountRelation
  bound: Node
  step: number
  /** The statements of a trip, without the step where that is the last of them. */
  body: Node[]
  /** What is taken off the start and the bound: of `i + 1 < n`, of `i--`. */
  offStart: number
  offBound: number
  /** The other updates, and how many of them come before the step. */
  others: Node[]
  before: number
}

const relations: Readonly<Record<string, CountRelation>> = { '<': 'lt', '<=': 'le', '>': 'gt', '>=': 'ge', '!=': 'ne', '!==': 'ne' }
const mirrored: Readonly<Record<CountRelation, CountRelation>> = { lt: 'gt', le: 'ge', gt: 'lt', ge: 'le', ne: 'ne' }

interface Parts { test: Node | null | undefined; updates: Node[]; body: Node[]; mayContinue: boolean }

export function countingLoop(lowering: Lowering, node: types.ForStatement | types.WhileStatement, labels: string[]): Counting | undefined {
  const parts = node.type === 'ForStatement' ? partsOfFor(node) : partsOfWhile(node)
  if (!parts?.test || lowering.decisions.asWhile.has(node)) return undefined
  const { updates, body } = parts
  const test = unwrap(parts.test)
  if (test.type === 'UpdateExpression') return untilZero(lowering, node, test, parts, labels)
  if (test.type !== 'BinaryExpression' || !Object.hasOwn(relations, test.operator)) return undefined
  for (const [counterSide, bound, relation] of [
    [test.left, test.right, relations[test.operator]], [test.right, test.left, mirrored[relations[test.operator]]],
  ] as const) {
    const { variable, ahead } = counterOf(lowering, counterSide, bound)
    const counter = variable && lowering.binding(variable)
    if (!counter || !isNumber(lowering, counter)) continue
    const at = updates.findIndex((update) => assignedIn(lowering, [update]).has(counter))
    const step = at < 0 ? undefined : stepOf(lowering, updates[at], counter)
    if (step === undefined || step === 0) continue
    const others = updates.filter((_, index) => index !== at)
    const assigned = assignedIn(lowering, [...body, ...others])
    if (assigned.has(counter) || !isInvariant(lowering, bound, new Set([...assigned, counter]))) continue
    return leavesEarly(lowering, node, labels, parts.mayContinue) ? undefined : { counter, relation, bound, step, body, offStart: 0, offBound: ahead, others, before: at }
  }
  return undefined
}

function partsOfFor({ test, update, body }: types.ForStatement): Parts {
  return { test, updates: update ? flatten(update) : [], body: [body], mayContinue: true }
}

/** `while (i < n) { …; i++ }`. A `continue` would leave the step out. */
function partsOfWhile({ test, body }: types.WhileStatement): Parts | undefined {
  const last = body.type === 'BlockStatement' ? body.body.at(-1) : undefined
  if (body.type !== 'BlockStatement' || last?.type !== 'ExpressionStatement') return undefined
  return { test, updates: flatten(last.expression), body: body.body.slice(0, -1), mayContinue: false }
}

/** `for (let i = x.length; i--;)`, which a length, never negative, brings to an end. */
function untilZero(lowering: Lowering, node: types.Loop, test: types.UpdateExpression, { updates, body, mayContinue }: Parts, labels: string[]): Counting | undefined {
  const init = node.type === 'ForStatement' && node.init?.type === 'VariableDeclaration' ? node.init.declarations : []
  const variable = unwrap(test.argument)
  const counter = variable.type === 'Identifier' ? lowering.binding(variable) : undefined
  const start = init.find(({ id }) => id.type === 'Identifier' && counter && lowering.binding(id) === counter)?.init
  if (!counter || !start || !isLength(lowering, start) || test.operator !== '--' || test.prefix || updates.length > 0) return undefined
  if (assignedIn(lowering, body).has(counter) || leavesEarly(lowering, node, labels, mayContinue)) return undefined
  return { counter, relation: 'ge', bound: lowering.babel.types.numericLiteral(0), step: -1, body, offStart: 1, offBound: 0, others: [], before: 0 }
}

/** The counter in `i < n` or, where n is a length and nothing is rounded, in `i + 1 < n`. */
function counterOf(lowering: Lowering, side: Node, bound: Node): { variable?: types.Identifier; ahead: number } {
  const node = unwrap(side)
  if (node.type === 'Identifier') return { variable: node, ahead: 0 }
  if (node.type !== 'BinaryExpression' || (node.operator !== '+' && node.operator !== '-') || !isLength(lowering, bound)) return { ahead: 0 }
  const variable = unwrap(node.left)
  const added = constantNumber(lowering, node.right)
  if (variable.type !== 'Identifier' || added === undefined || !Number.isInteger(added) || Math.abs(added) > 2 ** 20) return { ahead: 0 }
  return { variable, ahead: node.operator === '+' ? added : -added }
}

/** `x.length`, or a constant that is initialised with that. */
function isLength(lowering: Lowering, expression: Node): boolean {
  const node = unwrap(expression)
  if (node.type === 'MemberExpression') return !node.computed && node.property.type === 'Identifier' && node.property.name === 'length'
  const binding = node.type === 'Identifier' ? lowering.binding(node) : undefined
  const declarator = binding?.constant ? binding.path.node : undefined
  return declarator?.type === 'VariableDeclarator' && declarator.id === binding!.identifier && declarator.init ? isLength(lowering, declarator.init) : false
}

function isNumber(lowering: Lowering, binding: Binding): boolean {
  const slot = lowering.environment.get(binding)
  if (slot === undefined) return ['number', 'unknown'].includes(lowering.types.ofBinding(binding).kind)
  return isValue(slot) && slot.type === 'f64'
}

export function leavesEarly(lowering: Lowering, node: types.Loop, labels: string[], mayContinue = true): boolean {
  const { left, next } = openTargets(lowering, labels)
  const jumps = jumpsOut(lowering, node.body)
  closeTargets(lowering, left, next)
  if (mayContinue) jumps.delete(next)
  return jumps.size > 0
}

function flatten(node: Node): Node[] {
  const inner = unwrap(node)
  return inner.type === 'SequenceExpression' ? inner.expressions.flatMap(flatten) : [inner]
}

/** The constant that an update adds to the counter. */
function stepOf(lowering: Lowering, update: Node, counter: Binding): number | undefined {
  const isCounter = (node: Node): boolean => {
    const inner = unwrap(node)
    return inner.type === 'Identifier' && lowering.binding(inner) === counter
  }
  if (update.type === 'UpdateExpression') return isCounter(update.argument) ? (update.operator === '++' ? 1 : -1) : undefined
  if (update.type !== 'AssignmentExpression' || !isCounter(update.left)) return undefined
  if (update.operator === '+=') return constantNumber(lowering, update.right)
  if (update.operator === '-=') return negated(constantNumber(lowering, update.right))
  const sum = unwrap(update.right)
  if (update.operator !== '=' || sum.type !== 'BinaryExpression') return undefined
  if (sum.operator === '+') {
    if (isCounter(sum.left)) return constantNumber(lowering, sum.right)
    return isCounter(sum.right) ? constantNumber(lowering, sum.left) : undefined
  }
  return sum.operator === '-' && isCounter(sum.left) ? negated(constantNumber(lowering, sum.right)) : undefined
}

function negated(value: number | undefined): number | undefined {
  return value === undefined ? undefined : -value
}

function constantNumber(lowering: Lowering, node: Node): number | undefined {
  const inner = unwrap(node)
  const binding = inner.type === 'Identifier' ? lowering.binding(inner) : undefined
  const value = binding ? literalOf(binding) : literalValue(inner)
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

/** The bound gives the same value before every trip, unless an element that it reads is stored to: that is looked at after the body. */
function isInvariant(lowering: Lowering, node: Node, assigned: Set<Binding>): boolean {
  let invariant = true
  walk(lowering.babel.types, node, (inner) => {
    switch (inner.type) {
      case 'Identifier': {
        const binding = lowering.binding(inner)
        if (binding && assigned.has(binding)) invariant = false
        break
      }
      case 'NumericLiteral': case 'BinaryExpression': case 'ConditionalExpression': case 'LogicalExpression': case 'MemberExpression': case 'BooleanLiteral': break
      case 'UnaryExpression': case 'ThisExpression': case 'PrivateName': case 'OptionalMemberExpression': case 'MetaProperty': case 'StringLiteral': case 'NullLiteral': break
      case 'CallExpression': {
        const callee = unwrap(inner.callee)
        if (!(callee.type === 'MemberExpression' && lowering.names.isGlobal(unwrap(callee.object), 'Math'))) invariant = false
        break
      }
      default: if (unwrap(inner) === inner && !inner.type.startsWith('TS')) invariant = false
    }
    return invariant
  })
  return invariant
}

export function lowerCountingLoop(lowering: Lowering, node: types.Loop, counting: Counting, labels: string[]): void {
  const { builder } = lowering
  const { counter } = counting
  const start = lowering.environment.get(counter)
  const first = isValue(start) ? start : lowering.liveIns.scalar({ root: counter, path: [] }, counter.identifier)
  const less = (value: Value, off: number): Value => off === 0 ? value : builder.sub(value, lowering.number(off))
  const from = builder.block.operations.length
  const upper = less(toNumber(lowering, lowerExpression(lowering, counting.bound), counting.bound), counting.offBound)
  const boundOperations = builder.block.operations.slice(from)
  const body = lowerTrips(lowering, {
    node, labels, counter, lower: less(first, counting.offStart), upper, step: counting.step, relation: counting.relation, body: counting.body, assigned: [...counting.body, ...counting.others],
    before: () => {},
    after: (trip) => {
      for (const [index, update] of counting.others.entries()) {
        if (index === counting.before) lowering.assign(counter, builder.add(trip, lowering.number(counting.step)))
        lowerEffect(lowering, update)
      }
    },
  })
  checkBound(lowering, node, boundOperations, body)
}

export interface Trips {
  /** The loop, or the call that is one. */
  node: types.Loop | types.CallExpression
  labels: string[]
  counter: Variable
  lower: Value
  upper: Value
  step: number
  relation: CountRelation
  body: Node[]
  /** What may assign variables in a trip. */
  assigned: Node[]
  /** What else changes from trip to trip. */
  carried?: readonly Variable[]
  /** What a trip does besides the body of the loop. */
  before: (trip: Value) => void
  after: (trip: Value) => void
}

/** A loop of which the trips are counted before it. Gives the block of a trip. */
export function lowerTrips(lowering: Lowering, { node, labels, counter, lower, upper, step, relation, body: statements, assigned, carried = [], before, after }: Trips): Block {
  const { builder } = lowering
  const { left, next } = openTargets(lowering, labels)
  const inside = node.type === 'CallExpression' ? node : node.body
  const variables: Variable[] = [...carried, ...[...assignedIn(lowering, assigned)].filter((binding) => !isFreshIn(inside, binding))]
  const loop = openCarried(lowering, variables)
  const trip = builder.value('f64', counter.identifier.name)
  lowering.assign(counter, trip)
  const continues = statements.some((statement) => jumpsOut(lowering, statement).has(next))
  const body = builder.nested(() => {
    if (continues) lowering.assign(next, lowering.boolean(false))
    before(trip)
    lowerStatements(lowering, statements)
    after(trip)
    return loop.yields(node)
  })
  const results = loop.close()
  closeTargets(lowering, left, next)
  const exitCounter = builder.value('f64', counter.identifier.name)
  lowering.assign(counter, exitCounter)
  builder.append({
    kind: 'for', id: lowering.loopIds(node), ...labelOf(labels), results, exitCounter, counter: trip, lower, upper, step,
    relation, carried: loop.carried, body, location: locationOf(node),
  })
  return body
}

/** A bound that reads elements is invariant only if the body stores to other arrays, which must not overlap. */
function checkBound(lowering: Lowering, node: Node, bound: Operation[], body: Block): void {
  const read = new Set<ArrayParameter>()
  forEachOperation({ operations: bound, yields: [] }, (operation) => { if (operation.kind === 'load') read.add(operation.array) })
  if (read.size === 0) return
  const written = new Set<ArrayParameter>()
  forEachOperation(body, (operation) => { if (operation.kind === 'store') written.add(operation.array) })
  for (const first of read) {
    if (written.has(first)) {
      lowering.decisions.asWhile.add(node)
      throw restart
    }
    for (const second of written) {
      const known = lowering.region.aliases.some((rule) => rule.first === first && rule.second === second)
      if (!known) lowering.region.aliases.push({ first, second, same: false })
    }
  }
}
