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
  /** The other updates, and how many of them come before the step. */
  others: Node[]
  before: number
}

const relations: Readonly<Record<string, CountRelation>> = { '<': 'lt', '<=': 'le', '>': 'gt', '>=': 'ge', '!=': 'ne', '!==': 'ne' }
const mirrored: Readonly<Record<CountRelation, CountRelation>> = { lt: 'gt', le: 'ge', gt: 'lt', ge: 'le', ne: 'ne' }

export function countingLoop(lowering: Lowering, node: types.ForStatement, labels: string[]): Counting | undefined {
  if (!node.test || !node.update || lowering.decisions.asWhile.has(node)) return undefined
  const test = unwrap(node.test)
  if (test.type !== 'BinaryExpression' || !Object.hasOwn(relations, test.operator)) return undefined
  const updates = flatten(node.update)
  for (const [counterSide, bound, relation] of [
    [test.left, test.right, relations[test.operator]], [test.right, test.left, mirrored[relations[test.operator]]],
  ] as const) {
    const side = unwrap(counterSide)
    const counter = side.type === 'Identifier' ? lowering.binding(side) : undefined
    if (!counter || !isNumber(lowering, counter)) continue
    const at = updates.findIndex((update) => assignedIn(lowering, [update]).has(counter))
    const step = at < 0 ? undefined : stepOf(lowering, updates[at], counter)
    if (step === undefined || step === 0) continue
    const others = updates.filter((_, index) => index !== at)
    const assigned = assignedIn(lowering, [node.body, ...others])
    if (assigned.has(counter) || !isInvariant(lowering, bound, new Set([...assigned, counter]))) continue
    return leavesEarly(lowering, node, labels) ? undefined : { counter, relation, bound, step, others, before: at }
  }
  return undefined
}

function isNumber(lowering: Lowering, binding: Binding): boolean {
  const slot = lowering.environment.get(binding)
  if (slot === undefined) return ['number', 'unknown'].includes(lowering.types.ofBinding(binding).kind)
  return isValue(slot) && slot.type === 'f64'
}

export function leavesEarly(lowering: Lowering, node: types.Loop, labels: string[]): boolean {
  const { left, next } = openTargets(lowering, labels)
  const jumps = jumpsOut(lowering, node.body)
  closeTargets(lowering, left, next)
  jumps.delete(next)
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
  const lower = isValue(start) ? start : lowering.liveIns.scalar({ root: counter, path: [] }, counter.identifier)
  const from = builder.block.operations.length
  const upper = toNumber(lowering, lowerExpression(lowering, counting.bound), counting.bound)
  const boundOperations = builder.block.operations.slice(from)
  const body = lowerTrips(lowering, {
    node, labels, counter, lower, upper, step: counting.step, relation: counting.relation, assigned: [node.body, ...counting.others],
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
  node: types.Loop
  labels: string[]
  counter: Variable
  lower: Value
  upper: Value
  step: number
  relation: CountRelation
  /** What may assign variables in a trip. */
  assigned: Node[]
  /** What a trip does besides the body of the loop. */
  before: (trip: Value) => void
  after: (trip: Value) => void
}

/** A loop of which the trips are counted before it. Gives the block of a trip. */
export function lowerTrips(lowering: Lowering, { node, labels, counter, lower, upper, step, relation, assigned, before, after }: Trips): Block {
  const { builder } = lowering
  const { left, next } = openTargets(lowering, labels)
  const variables: Variable[] = [...assignedIn(lowering, assigned)].filter((binding) => !isFreshIn(node.body, binding))
  const loop = openCarried(lowering, variables)
  const trip = builder.value('f64', counter.identifier.name)
  lowering.assign(counter, trip)
  const continues = jumpsOut(lowering, node.body).has(next)
  const body = builder.nested(() => {
    if (continues) lowering.assign(next, lowering.boolean(false))
    before(trip)
    lowerStatements(lowering, [node.body])
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
