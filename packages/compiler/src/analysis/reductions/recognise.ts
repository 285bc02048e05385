/** What kind of reduction each carried value of a loop is. */
import type { Definitions } from '../polynomial.ts'
import { type ArithmeticKind, arithmeticKind, type Counted } from './arithmetic.ts'
import { type Choice, choicesAt } from './choices.ts'
import { canBeBits } from './bits.ts'

export type Reduction = { kind: ArithmeticKind } | Choice

export interface Recognition {
  /** One for each carried value, if all are reductions. */
  reductions: Reduction[]
  /** Numbers of the carried values that are none. */
  others: number[]
}

export function recognise(loop: Counted, definitions: Definitions): Recognition {
  const arithmetic = loop.carried.map((_, position): Reduction | undefined => {
    const kind = arithmeticKind(loop, position, definitions)
    return kind && canBeBits(loop, position, kind, definitions) ? { kind } : undefined
  })
  const rest = arithmetic.flatMap((one, position) => one ? [] : [position])
  if (rest.length === 0) return { reductions: arithmetic as Reduction[], others: [] }
  const choices = choicesAt(loop, rest, definitions)
  if (!choices) return { reductions: [], others: rest }
  return { reductions: arithmetic.map((one, position) => one ?? choices.get(position)!), others: [] }
}
