/** Gives arrays whose element type the source does not tell the type that the options say: the arguments of a first call, in a compiler that runs then. */
import type { Pass } from '../context.ts'

export const specialise: Pass = (region, { options }) => {
  for (const array of region.arrays) {
    const element = options.elements?.[array.name]
    if (array.element === 'num' && element !== undefined) array.element = element
  }
}
