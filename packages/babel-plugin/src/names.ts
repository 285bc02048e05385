/** Which variable an identifier means. Resolved once for the whole module, so that lowering can work on plain nodes. */
import type { Binding, Node, NodePath, ProgramPath, types } from './babel.ts'
import { isFunction } from './babel.ts'

export class Names {
  readonly program: ProgramPath
  /** In source order: where marks can be. Found on the same way through the module, since Babel's ways are long. */
  readonly calls: NodePath<types.CallExpression>[] = []
  readonly functions: NodePath<types.Function>[] = []
  /** The class whose instance a `this` is. */
  readonly instances = new WeakMap<Node, types.Class>()
  /** Wherever they stand; they are no bindings. */
  readonly enums: types.TSEnumDeclaration[] = []
  /** Every name that occurs, whatever it means. */
  readonly used = new Set<string>()
  private readonly bindings = new WeakMap<Node, Binding>()

  constructor(program: ProgramPath) {
    this.program = program
    const { bindings, calls, enums, functions, instances, used } = this
    program.traverse({
      CallExpression(path) { calls.push(path) },
      Function(path) { functions.push(path) },
      TSEnumDeclaration({ node }) { enums.push(node) },
      ThisExpression(path) {
        const owner = path.findParent(({ node }) => node.type !== 'ArrowFunctionExpression' && (isFunction(node) || node.type === 'ClassProperty' || node.type === 'StaticBlock'))
        const body = owner?.parent
        if (owner && body?.type === 'ClassBody' && !('static' in owner.node && owner.node.static)) instances.set(path.node, owner.parentPath!.parent as types.Class)
      },
      JSXIdentifier(path) { used.add(path.node.name) },
      Identifier(path) {
        used.add(path.node.name)
        const binding = path.scope.getBinding(path.node.name)
        if (binding) bindings.set(path.node, binding)
      },
    })
  }

  of(identifier: types.Identifier): Binding | undefined {
    return this.bindings.get(identifier)
  }

  /** The identifier means the global of its name: nothing in the module declares it. */
  isGlobal(node: Node, name: string): boolean {
    return node.type === 'Identifier' && node.name === name && !this.bindings.has(node)
  }
}
