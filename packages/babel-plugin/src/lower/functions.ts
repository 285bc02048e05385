/** Helper functions of the same module, inlined: each call is lowered as if the body stood there. */
import type { Value } from '@parfor/compiler'
import type { Binding, FunctionNode, Node, types } from '../babel.ts'
import { isFunction, unwrap, walk } from '../babel.ts'
import { isUsedAsArray, lowerArray } from './arrays.ts'
import { lowerExpression } from './expressions.ts'
import type { JumpTarget, Lowering, RecordSlot } from './lowering.ts'
import { isRecord, isValue, outside } from './lowering.ts'
import { lowerRecord, takeApart } from './records.ts'
import { Refusal, restart } from './refusal.ts'
import { canComplete } from './scan.ts'
import { lowerStatements } from './statements.ts'

export interface Helper { readonly name: string; readonly node: FunctionNode }

/** The function of this module that a name always means. */
export function helperOf(lowering: Lowering, callee: types.Identifier): Helper | undefined {
  const binding = lowering.binding(callee)
  if (!binding || !binding.constant) return undefined
  const { node } = binding.path
  if (node.type === 'FunctionDeclaration') return { name: callee.name, node }
  if (node.type !== 'VariableDeclarator' || binding.kind !== 'const' || node.id !== binding.identifier || !node.init) return undefined
  const init = unwrap(node.init)
  return isFunction(init) ? { name: callee.name, node: init } : undefined
}

/** The function that a `return` belongs to, with the slot for its value. */
export interface ReturnTarget extends JumpTarget { readonly result: ReturnType<Lowering['fresh']> }

export function isReturnTarget(target: JumpTarget): target is ReturnTarget {
  return target.jump === 'return'
}

/** The value of the call; undefined if the function returns none. */
export function inlineCall(lowering: Lowering, helper: Helper, call: types.CallExpression): Value | RecordSlot | undefined {
  return inlineWith(lowering, helper, call, () => lowerArguments(lowering, helper, call))
}

/** The value of a call with arguments that are lowered already. */
export function inlineWith(lowering: Lowering, helper: Helper, call: types.CallExpression, give: () => Passed[]): Value | RecordSlot | undefined {
  const { name, node } = helper
  if (node.async || node.generator) throw new Refusal('PF301', call, `'${name}' is an async or generator function`, 'Call it outside the loop.')
  if (lowering.inlining.includes(node)) throw new Refusal('PF301', call, `'${name}' is recursive`, 'Write the recursion as a loop.')
  const passed = give()
  lowering.inlining.push(node)
  const outerTargets = lowering.targets
  try {
    passArguments(lowering, helper, passed)
    if (node.body.type !== 'BlockStatement') {
      lowering.targets = []
      return lowerRecord(lowering, node.body) ?? lowerExpression(lowering, node.body)
    }
    const result = lowering.fresh(name)
    const target: ReturnTarget = { jump: 'return', labels: [], breakable: true, identifier: { name: `${name}_returned` }, result }
    lowering.targets = [target]
    lowering.assign(target, lowering.boolean(false))
    const preset = lowering.decisions.presetResults.get(node)
    lowering.assign(result, preset === undefined ? 'undefined' : preset === 'bool' ? lowering.boolean(false) : lowering.number(0))
    lowerStatements(lowering, node.body.body)
    const slot = lowering.environment.get(result)
    if (slot === 'undefined' && preset === undefined && !canComplete(node.body)) {
      lowering.decisions.presetResults.set(node, returnsBoolean(lowering, node.body) ? 'bool' : 'f64')
      throw restart
    }
    lowering.environment.delete(target)
    lowering.environment.delete(result)
    if (slot === 'mixed') throw new Refusal('PF303', call, `'${name}' returns values of different kinds`, 'Return numbers only, or booleans only.')
    return isValue(slot) || isRecord(slot) ? slot : undefined
  } finally {
    lowering.targets = outerTargets
    lowering.inlining.pop()
  }
}

/** A guess from the look of the `return` statements; a wrong one is found out as values of different kinds. */
function returnsBoolean(lowering: Lowering, body: Node): boolean {
  let boolean = false
  walk(lowering.babel.types, body, (node) => {
    if (isFunction(node)) return false
    if (node.type === 'ReturnStatement' && node.argument) boolean = isBooleanSyntax(unwrap(node.argument))
    return undefined
  })
  return boolean
}

function isBooleanSyntax(node: Node): boolean {
  return node.type === 'BooleanLiteral' || (node.type === 'UnaryExpression' && node.operator === '!') ||
    (node.type === 'BinaryExpression' && /^(?:[<>]=?|[!=]==?)$/.test(node.operator))
}

export type Passed = Value | { array: ReturnType<typeof lowerArray> } | RecordSlot | 'undefined'

function lowerArguments(lowering: Lowering, { node: { params } }: Helper, call: types.CallExpression): Passed[] {
  const passed: Passed[] = []
  for (const [index, argument] of call.arguments.entries()) {
    if (argument.type === 'SpreadElement') throw outside(argument, 'a spread argument')
    const parameter: Node | undefined = params[index]
    const target = parameter?.type === 'AssignmentPattern' ? parameter.left : parameter
    const binding = target?.type === 'Identifier' ? lowering.binding(target) : undefined
    passed.push(lowering.names.isGlobal(argument, 'undefined') ? 'undefined'
      : lowerRecord(lowering, argument) ?? (binding && isArrayParameter(lowering, binding, []) ? { array: lowerArray(lowering, argument) } : lowerExpression(lowering, argument)))
  }
  return passed
}

function passArguments(lowering: Lowering, helper: Helper, passed: Passed[]): void {
  for (const [index, parameter] of helper.node.params.entries()) {
    const given = passed[index] ?? 'undefined'
    if (parameter.type === 'AssignmentPattern') passTo(lowering, helper, parameter.left, withDefault(lowering, given, parameter.right))
    else passTo(lowering, helper, parameter, given)
  }
}

/** A default stands in for what is missing, and for `undefined`, which a read out of range gives. */
function withDefault(lowering: Lowering, given: Passed, node: Node): Passed {
  if (isValue(given)) lowering.observed.push(given)
  return given === 'undefined' ? lowerRecord(lowering, node) ?? lowerExpression(lowering, node) : given
}

function passTo(lowering: Lowering, helper: Helper, parameter: Node, given: Passed): void {
  if (parameter.type === 'Identifier') {
    const binding = lowering.binding(parameter)
    if (binding) lowering.assign(binding, given)
  } else if (parameter.type !== 'RestElement' && isRecord(given)) {
    takeApart(parameter, given, (target, slot) => passTo(lowering, helper, target, slot))
  } else throw new Refusal('PF301', parameter, `'${helper.name}' takes apart what it is given`, 'Give the function plain parameters.')
}

/** The parameter is used as an array, directly or by a function that it is handed to. */
function isArrayParameter(lowering: Lowering, binding: Binding, seen: Binding[]): boolean {
  if (seen.includes(binding)) return false
  const type = lowering.types.ofBinding(binding)
  // What other calls pass says nothing about this one.
  if (isUsedAsArray(binding) || (type.kind === 'array' && !type.assumed)) return true
  return binding.referencePaths.some(({ node, parent }) => {
    if (parent.type !== 'CallExpression' || parent.callee.type !== 'Identifier') return false
    const helper = helperOf(lowering, parent.callee)
    const taken = helper?.node.params[parent.arguments.findIndex((argument) => argument === node)]
    const parameter = taken?.type === 'AssignmentPattern' ? taken.left : taken
    const inner = parameter?.type === 'Identifier' ? lowering.binding(parameter) : undefined
    return inner !== undefined && isArrayParameter(lowering, inner, [...seen, binding])
  })
}
