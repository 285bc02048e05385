/** One local step on one operation, if there is one: folding first, then identities. */
import { rewriteBinary, rewriteUnary } from './arithmetic.ts'
import { foldOperation } from './fold.ts'
import { rewriteCompare, rewriteConvert, rewriteSelect } from './logic.ts'
import { constantOf, type PureOperation, type Rewrite, type Rewriter } from './rewriter.ts'

export function rewriteOperation(operation: PureOperation, rewriter: Rewriter): Rewrite {
  const folded = foldOperation(operation, (value) => constantOf(rewriter, value))
  if (folded !== undefined) return { operation: { kind: 'const', result: operation.result, value: folded } }
  switch (operation.kind) {
    case 'unary': return rewriteUnary(operation, rewriter)
    case 'binary': return rewriteBinary(operation, rewriter)
    case 'compare': return rewriteCompare(operation, rewriter)
    case 'select': return rewriteSelect(operation, rewriter)
    case 'convert': return rewriteConvert(operation, rewriter)
    default: return undefined
  }
}
