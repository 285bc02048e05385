/**
 * Constant folding, exact identities, common subexpressions, invariant code out of loops, `if` to `select`, dead code: to a fixed point.
 * Nothing is executed that the program would not have executed unless it can neither trap nor be seen.
 */
import type { Region } from '../ir/types.ts'
import type { Pass } from '../context.ts'
import { removeDeadCode } from './simplify/dead.ts'
import { Walker } from './simplify/walker.ts'

/** Each round exposes work only for the next; real regions settle in three or four, and stopping early is merely less simple. */
const ROUNDS = 20

export const simplify: Pass = (region) => {
  const walker = new Walker(region)
  for (let round = 0; round < ROUNDS; round++) {
    walker.walk()
    removeSettledGuards(region, walker)
    const removed = removeDeadCode(region)
    if (!walker.changed && !removed) return
  }
}

/** A guard that always holds, or that repeats an earlier one, tests nothing. */
function removeSettledGuards(region: Region, walker: Walker): void {
  const seen = new Set<unknown>()
  region.guards = region.guards.filter(({ condition }) => {
    const definition = walker.definition(condition)
    if ((definition?.kind === 'const' && definition.value === true) || seen.has(condition)) return false
    seen.add(condition)
    return true
  })
}
