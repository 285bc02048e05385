/** `Math`, `Number` and the global number functions. */
import type { MathFunction, UnaryOperator, Value } from '@parfor/compiler'
import type { Node } from '../babel.ts'
import type { Lowering } from './lowering.ts'
import { toInt32, toNumber } from './operators.ts'
import { Refusal, locationOf } from './refusal.ts'

const constants: Readonly<Record<string, number>> = {
  E: Math.E, LN10: Math.LN10, LN2: Math.LN2, LOG10E: Math.LOG10E, LOG2E: Math.LOG2E, PI: Math.PI, SQRT1_2: Math.SQRT1_2, SQRT2: Math.SQRT2,
}
const numberConstants: Readonly<Record<string, number>> = {
  EPSILON: Number.EPSILON, MAX_VALUE: Number.MAX_VALUE, MIN_VALUE: Number.MIN_VALUE, NaN, POSITIVE_INFINITY: Infinity, NEGATIVE_INFINITY: -Infinity,
  MAX_SAFE_INTEGER: Number.MAX_SAFE_INTEGER, MIN_SAFE_INTEGER: Number.MIN_SAFE_INTEGER,
}
const operators: Readonly<Record<string, UnaryOperator>> = { abs: 'abs', sqrt: 'sqrt', floor: 'floor', ceil: 'ceil', trunc: 'trunc' }
/** Functions of the IR, with the number of arguments that they look at. */
const calls: Readonly<Partial<Record<MathFunction, number>>> = {
  exp: 1, expm1: 1, log: 1, log2: 1, log10: 1, log1p: 1, pow: 2, cbrt: 1, sin: 1, cos: 1, tan: 1, asin: 1, acos: 1, atan: 1, atan2: 2,
  sinh: 1, cosh: 1, tanh: 1, asinh: 1, acosh: 1, atanh: 1, round: 1, sign: 1,
}
const impure = new Set(['random'])

export function mathConstant(name: string): number | undefined {
  return Object.hasOwn(constants, name) ? constants[name] : undefined
}

export function numberConstant(name: string): number | undefined {
  return Object.hasOwn(numberConstants, name) ? numberConstants[name] : undefined
}

export function lowerMath(lowering: Lowering, name: string, values: Value[], node: Node): Value {
  const numbers = values.map((value) => toNumber(lowering, value, node))
  const argument = (index: number): Value => numbers[index] ?? lowering.number(NaN)
  const { builder } = lowering
  if (Object.hasOwn(operators, name)) return builder.unary(operators[name], argument(0))
  if (Object.hasOwn(calls, name)) {
    const callee = name as MathFunction
    return builder.call(callee, Array.from({ length: calls[callee] ?? 1 }, (_, index) => argument(index)), locationOf(node))
  }
  switch (name) {
    case 'min': case 'max':
      if (numbers.length === 0) return lowering.number(name === 'min' ? Infinity : -Infinity)
      return numbers.reduce((left, right) => builder.binary(name, left, right))
    case 'hypot':
      if (numbers.length === 0) return lowering.number(0)
      return numbers.length === 1 ? builder.unary('abs', numbers[0]) : builder.call('hypot', numbers, locationOf(node))
    case 'fround': return builder.convert('value', 'f64', builder.convert('value', 'f32', argument(0)))
    case 'imul': return builder.convert('value', 'f64', builder.binary('mul', toInt32(lowering, argument(0), node), toInt32(lowering, argument(1), node)))
    case 'clz32': return builder.convert('value', 'f64', builder.unary('clz', toInt32(lowering, argument(0), node)))
    default: throw impure.has(name)
      ? new Refusal('PF301', node, `Math.${name} gives another value at each call`, 'Fill an array with random numbers before the loop.')
      : new Refusal('PF301', node, `Math.${name} is not known to parfor`, 'Write it with the other functions of Math.')
  }
}

/** `Number.isNaN` and friends; undefined where the name is none of them. */
export function lowerNumberFunction(lowering: Lowering, name: string, value: Value): Value | undefined {
  const { builder } = lowering
  const isFinite = (number: Value): Value => builder.compare('lt', builder.unary('abs', number), lowering.number(Infinity))
  if (!['isNaN', 'isFinite', 'isInteger', 'isSafeInteger'].includes(name)) return undefined
  if (value.type !== 'f64') return lowering.boolean(false)
  switch (name) {
    case 'isNaN':
      // Number.isNaN(undefined) is false.
      lowering.observed.push(value)
      return builder.compare('ne', value, value)
    case 'isFinite': return isFinite(value)
    case 'isInteger': return builder.and(isFinite(value), builder.compare('eq', builder.unary('trunc', value), value))
    default:
      return builder.and(
        builder.compare('le', builder.unary('abs', value), lowering.number(Number.MAX_SAFE_INTEGER)),
        builder.compare('eq', builder.unary('trunc', value), value),
      )
  }
}

/** The global functions isNaN and isFinite convert their argument first. */
export function lowerGlobalTest(lowering: Lowering, name: 'isNaN' | 'isFinite', value: Value, node: Node): Value {
  const number = toNumber(lowering, value, node)
  if (name === 'isNaN') return lowering.builder.compare('ne', number, number)
  return lowering.builder.compare('lt', lowering.builder.unary('abs', number), lowering.number(Infinity))
}
