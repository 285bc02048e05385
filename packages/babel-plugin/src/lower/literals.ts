/** Variables that are constants at build time. */
import type { Binding, Node } from '../babel.ts'
import { unwrap } from '../babel.ts'

/** The number or boolean that a `const` is initialised with, if that is written down as a literal. */
export function literalOf(binding: Binding): number | boolean | undefined {
  if (!binding.constant || binding.kind !== 'const') return undefined
  const declarator = binding.path.node
  if (declarator.type !== 'VariableDeclarator' || declarator.id !== binding.identifier || !declarator.init) return undefined
  return literalValue(declarator.init)
}

export function literalValue(node: Node): number | boolean | undefined {
  const inner = unwrap(node)
  switch (inner.type) {
    case 'NumericLiteral': case 'BooleanLiteral': return inner.value
    case 'UnaryExpression': {
      if (inner.operator !== '-' && inner.operator !== '+') return undefined
      const value = literalValue(inner.argument)
      return typeof value !== 'number' ? undefined : inner.operator === '-' ? -value : value
    }
    default: return undefined
  }
}
