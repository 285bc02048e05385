/** Values that grow by a constant from lane to lane, and what that makes of the subscripts in which they stand. */
import type { Access, Affine } from '../../ir/spmd.ts'
import type { Block, Operation, Value } from '../../ir/types.ts'
import { forEachOperation } from '../../ir/walk.ts'

/** Beyond this, the distance between two lanes would leave the offset of a memory instruction. */
const LARGEST_STRIDE = 1 << 20

const isIndexType = (value: Value): boolean => value.type === 'i32' || value.type === 'u32'

export function findAffine(
  body: Block, trip: Value, varying: ReadonlySet<Value>, constants: ReadonlyMap<Value, number | bigint | boolean>,
): Map<Value, Affine> {
  const affine = new Map<Value, Affine>([[trip, { stride: 1 }]])
  const strideOf = (value: Value): number | undefined => varying.has(value) ? affine.get(value)?.stride : 0
  const constantOf = (value: Value): number | undefined => {
    const constant = constants.get(value)
    return constant === undefined ? undefined : Number(constant)
  }
  const stride = (operation: Operation): number | undefined => {
    if (operation.kind === 'convert') {
      return isIndexType(operation.operand) && isIndexType(operation.result) ? strideOf(operation.operand) : undefined
    }
    if (operation.kind !== 'binary' || !isIndexType(operation.result)) return undefined
    const [left, right] = [strideOf(operation.left), strideOf(operation.right)]
    if (left === undefined || right === undefined) return undefined
    switch (operation.operator) {
      case 'add': return left + right
      case 'sub': return left - right
      case 'mul': {
        const factor = constantOf(operation.right)
        if (factor !== undefined) return left * factor
        const first = constantOf(operation.left)
        return first === undefined ? undefined : right * first
      }
      case 'shl': {
        const count = constantOf(operation.right)
        return count === undefined ? undefined : left * 2 ** (count & 31)
      }
      default: return undefined
    }
  }
  forEachOperation(body, (operation) => {
    if ((operation.kind !== 'binary' && operation.kind !== 'convert') || !varying.has(operation.result)) return
    const found = stride(operation)
    if (found !== undefined && Math.abs(found) <= LARGEST_STRIDE) affine.set(operation.result, { stride: found, definition: operation })
  })
  return affine
}

export function accessOf(index: Value, varying: ReadonlySet<Value>, affine: ReadonlyMap<Value, Affine>): Access {
  if (!varying.has(index)) return { kind: 'uniform' }
  const stride = affine.get(index)?.stride
  if (stride === undefined || stride === 0) return { kind: 'gather' }
  return stride === 1 ? { kind: 'contiguous' } : { kind: 'strided', stride }
}
