/** Calls: builtins by their global names, helper functions of the module by inlining. Every other call is host code. */
import type { Value } from '@parfor/compiler'
import type { Node, types } from '../babel.ts'
import { unwrap } from '../babel.ts'
import { wrapTo, isBigInt } from './bigints.ts'
import { lowerExpression } from './expressions.ts'
import { helperOf, inlineCall } from './functions.ts'
import { bigintMember, mathAlias } from './builtins.ts'
import { hostChain, hostExpression } from './host.ts'
import { loopCall } from './loop-calls.ts'
import { lowerLoopCall } from './callbacks.ts'
import { lowerGlobalTest, lowerMath, lowerNumberFunction } from './math.ts'
import type { Lowering, RecordSlot } from './lowering.ts'
import { requireExact, toCondition, toNumber } from './operators.ts'
import { Refusal } from './refusal.ts'

/** The value of a call; undefined if the function returns none. */
export function lowerCall(lowering: Lowering, node: types.CallExpression): Value | RecordSlot | undefined {
  const callee = unwrap(node.callee)
  const loop = loopCall(lowering.names, node)
  if (loop) return lowerLoopCall(lowering, loop)
  if (callee.type === 'MemberExpression' && !callee.computed && callee.property.type === 'Identifier') {
    const object = unwrap(callee.object)
    const name = callee.property.name
    if (lowering.names.isGlobal(object, 'Math')) return lowerMath(lowering, name, lowerArguments(lowering, node), node)
    if (lowering.names.isGlobal(object, 'Number')) {
      const value = lowerNumberFunction(lowering, name, firstArgument(lowering, node))
      if (value) return value
    }
    if (lowering.names.isGlobal(object, 'BigInt') && bigintMember(name)) return lowerAsN(lowering, name, node)
  } else if (callee.type === 'Identifier') {
    const helper = helperOf(lowering, callee)
    if (helper) return inlineCall(lowering, helper, node)
    const binding = lowering.binding(callee)
    const alias = binding && mathAlias(lowering.names, binding)
    if (alias !== undefined) return lowerMath(lowering, alias, lowerArguments(lowering, node), node)
    if (!binding) {
      switch (callee.name) {
        case 'Number': {
          if (node.arguments.length === 0) return lowering.number(0)
          const setting = environmentNumber(lowering, node)
          if (setting) return setting
          const value = firstArgument(lowering, node)
          if (!isBigInt(value)) return toNumber(lowering, value, node)
          requireExact(lowering, value, node)
          return lowering.builder.convert('value', 'f64', value)
        }
        case 'Boolean': return node.arguments.length === 0 ? lowering.boolean(false) : toCondition(lowering, firstArgument(lowering, node), node)
        case 'isNaN': case 'isFinite': return lowerGlobalTest(lowering, callee.name, firstArgument(lowering, node), node)
        default: break
      }
    }
  }
  throw unknownCall(lowering, callee)
}

/** `Number(import.meta.env.VITE_SCALE)`: settings are strings. */
function environmentNumber(lowering: Lowering, node: types.CallExpression): Value | undefined {
  const [argument] = node.arguments
  const host = node.arguments.length === 1 && unwrap(argument).type === 'MemberExpression' ? hostChain(lowering, argument) : undefined
  if (!host?.text.startsWith('import.meta.env.')) return undefined
  return lowering.liveIns.scalar(hostExpression(lowering, argument, { kind: 'number' }, (text) => `Number(${text})`)!, node)
}

function lowerArguments(lowering: Lowering, node: types.CallExpression): Value[] {
  return node.arguments.map((argument) => lowerExpression(lowering, argument))
}

function firstArgument(lowering: Lowering, node: types.CallExpression): Value {
  const [first] = lowerArguments(lowering, node)
  return first ?? lowering.number(NaN)
}

function lowerAsN(lowering: Lowering, name: 'asIntN' | 'asUintN', node: types.CallExpression): Value {
  const [bits, value] = lowerArguments(lowering, node)
  if (!bits || !value || lowering.constants.get(bits) !== 64 || !isBigInt(value)) {
    throw new Refusal('PF305', node, `BigInt.${name} is known for 64 bits of a BigInt only`, `Write BigInt.${name}(64, …).`)
  }
  // Whatever the value was modulo 2^64, this is now all of it.
  const type = name === 'asIntN' ? 'i64' : 'u64'
  if (!lowering.wrapped.has(value)) return wrapTo(lowering, value, type)
  const other = type === 'i64' ? 'u64' : 'i64'
  return lowering.builder.convert('wrap', type, wrapTo(lowering, value, other))
}

function unknownCall(lowering: Lowering, callee: Node): Refusal {
  const text = calleeText(callee)
  if (/\.(?:map|from|filter)$/.test(text)) return new Refusal('PF303', callee, 'an array is created inside the loop', 'Make a typed array before the loop, and fill it.')
  if (/\.(?:subarray|slice)$/.test(text)) return new Refusal('PF301', callee, 'a view is made inside the loop', 'Use the whole array with computed subscripts: x[i * columns + j].')
  return new Refusal('PF301', callee, `${text} is a function that parfor does not know`, cureOf(lowering, callee, text))
}

function cureOf(lowering: Lowering, callee: Node, text: string): string {
  const last = text.slice(text.lastIndexOf('.') + 1)
  if (/^(?:Date|performance)\.now$/.test(text)) return 'Read the clock before or after the loop.'
  if (text.startsWith('this.')) return `A subclass may have another ${last}: make it a function outside of the class, with what it reads off \`this\` as parameters.`
  if (last !== text && isOwnObject(lowering, callee)) return `It could be replaced while the program runs: make ${last} a function of its own in this module.`
  if (callee.type === 'Identifier' && lowering.binding(callee)?.kind === 'module') return `Functions of other modules are not compiled in: declare ${text} in this module.`
  return 'Call a pure function of the same module, or move the call out of the loop.'
}

/** An object or a class that this module declares. */
function isOwnObject(lowering: Lowering, callee: Node): boolean {
  const object = callee.type === 'MemberExpression' ? unwrap(callee.object) : callee
  const binding = object.type === 'Identifier' ? lowering.binding(object) : undefined
  return binding !== undefined && ['const', 'let', 'var', 'local', 'hoisted'].includes(binding.kind)
}

function calleeText(callee: Node): string {
  const node = unwrap(callee)
  if (node.type === 'Identifier') return node.name
  if (node.type === 'ThisExpression') return 'this'
  if (node.type === 'MemberExpression' && node.property.type === 'Identifier') return `${calleeText(node.object)}.${node.property.name}`
  return 'the callee'
}
