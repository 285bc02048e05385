/** Names under which a module may know builtins. */
import type { Binding, Node } from '../babel.ts'
import { unwrap } from '../babel.ts'
import type { Names } from '../names.ts'

/** `const { sin } = Math` or `const sin = Math.sin`: the name of the function of Math. */
export function mathAlias(names: Names, binding: Binding): string | undefined {
  if (binding.kind !== 'const' || !binding.constant) return undefined
  const declarator = binding.path.node
  if (declarator.type !== 'VariableDeclarator' || !declarator.init) return undefined
  const init = unwrap(declarator.init)
  if (declarator.id.type === 'Identifier') {
    return init.type === 'MemberExpression' && !init.computed && init.property.type === 'Identifier' && isMath(names, init.object) ? init.property.name : undefined
  }
  if (declarator.id.type !== 'ObjectPattern' || !isMath(names, init)) return undefined
  for (const property of declarator.id.properties) {
    if (property.type !== 'ObjectProperty' || property.computed || property.value !== binding.identifier) continue
    return property.key.type === 'Identifier' ? property.key.name : undefined
  }
  return undefined
}

function isMath(names: Names, node: Node): boolean {
  return names.isGlobal(unwrap(node), 'Math')
}

export function bigintMember(name: string): name is 'asIntN' | 'asUintN' {
  return name === 'asIntN' || name === 'asUintN'
}
