/** The shape of long float sums and products (design: shape of reductions), in plain JavaScript, written from the definition and not from any back end. */

export interface Shape {
  /** The accumulator that the trip number `trip` sees. */
  enter(trip: number): number
  leave(trip: number, value: number): void
  finish(): number
}

/** Plain left to right: what the original does, and a kernel up to one block. */
export function plainShape(initial: number): Shape {
  let value = initial
  return { enter: () => value, leave: (_, next) => { value = next }, finish: () => value }
}

export function blockShape(operator: '+' | '*', initial: number, trips: number, block: number): Shape {
  if (trips <= block) return plainShape(initial)
  const combine = (a: number, b: number) => (operator === '+' ? a + b : a * b)
  const identity = operator === '+' ? -0 : 1
  const blocks: number[][] = Array.from({ length: Math.ceil(trips / block) }, () => Array<number>(8).fill(identity))
  const lanes = (a: number[]) => combine(combine(combine(a[0], a[4]), combine(a[2], a[6])), combine(combine(a[1], a[5]), combine(a[3], a[7])))
  const tree = (from: number, count: number): number => {
    if (count === 1) return lanes(blocks[from])
    let half = 1
    while (half * 2 < count) half *= 2
    return combine(tree(from, half), tree(from + half, count - half))
  }
  return {
    enter: (trip) => blocks[Math.floor(trip / block)][trip % 8],
    leave: (trip, value) => { blocks[Math.floor(trip / block)][trip % 8] = value },
    finish: () => combine(initial, tree(0, blocks.length)),
  }
}
