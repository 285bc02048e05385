/** Sums whose order cannot be seen: integers so small that no partial sum is rounded (semantics: 2). */
import type { ElementType, ParforOperation, Value } from '../../ir/types.ts'
import { forEachOperation } from '../../ir/walk.ts'
import type { Definitions } from '../polynomial.ts'
import type { Counted } from './arithmetic.ts'
import { dependentsOf } from './dependents.ts'

const EXACT = 2 ** 53
const MOST_TRIPS = 2 ** 31

/** Whether any order of the additions gives the same bits. */
export function isExactSum(loop: Counted, position: number, kind: 'sum' | 'product', definitions: Definitions): boolean {
  const { parameter, initial } = loop.carried[position]
  if (parameter.type !== 'f64' && parameter.type !== 'f32') return true
  if (kind === 'product' || parameter.type === 'f32') return false
  const start = largestInteger(initial, definitions)
  const dimensions = loop.kind === 'parfor' ? loop.dimensions.length : 1
  if (start === undefined || dimensions > 1) return false
  const states = dependentsOf(loop.body, [parameter])
  let each: number | undefined = 0
  forEachOperation(loop.body, (operation) => {
    // More additions than are written here are made by a loop inside.
    if ((operation.kind === 'loop' || operation.kind === 'while' || operation.kind === 'parfor') && operation.results.some((value) => states.has(value))) each = undefined
    if (operation.kind !== 'binary' || !states.has(operation.result) || each === undefined) return
    const size = largestInteger(states.has(operation.left) ? operation.right : operation.left, definitions)
    each = size === undefined ? undefined : each + size
  })
  return each !== undefined && start + each * MOST_TRIPS <= EXACT
}

const smallElements: Partial<Record<ElementType, number>> = { u8: 0xff, u8c: 0xff, i8: 0x80, u16: 0xffff, i16: 0x8000 }

/** A bound of |value| if it is surely an integer. */
function largestInteger(value: Value, definitions: Definitions): number | undefined {
  const definition = definitions.get(value)
  switch (definition?.kind) {
    case 'const': return Number.isSafeInteger(definition.value) ? Math.abs(Number(definition.value)) : undefined
    case 'convert': {
      if (definition.mode !== 'value') return undefined
      if (definition.operand.type === 'bool') return 1
      return definition.operand.type === 'i32' || definition.operand.type === 'u32' ? largestBits(definition.operand, definitions) : undefined
    }
    // A read out of range is NaN, and then every order gives NaN.
    case 'load': return smallElements[definition.array.element]
    case 'select': {
      const [one, other] = [largestInteger(definition.whenTrue, definitions), largestInteger(definition.whenFalse, definitions)]
      return one === undefined || other === undefined ? undefined : Math.max(one, other)
    }
    default: return undefined
  }
}

function largestBits(value: Value, definitions: Definitions): number {
  const definition = definitions.get(value)
  if (definition?.kind === 'load') return smallElements[definition.array.element] ?? 2 ** 32
  if (definition?.kind === 'binary' && definition.operator === 'and') {
    for (const side of [definition.left, definition.right]) {
      const mask = definitions.get(side)
      if (mask?.kind === 'const' && Number(mask.value) >= 0) return Number(mask.value)
    }
  }
  return value.type === 'u32' ? 2 ** 32 : 2 ** 31
}

/** Whether the parfor's results can differ in bits from those of the plain loop: it carries a sum or product of floats. */
export function isReshaped(parfor: ParforOperation, definitions: Definitions): boolean {
  return parfor.combines.some(({ kind }, position) => (kind === 'sum' || kind === 'product') && !isExactSum(parfor, position, kind, definitions))
}
