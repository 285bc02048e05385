/** Which expressions of a module give arrays of the shared heap, as far as the module itself tells. */
import type { Babel, Binding, FunctionNode, Node, types } from './babel.ts'
import { isFunction, unwrap, walk } from './babel.ts'
import type { Foreign } from './modules/scope.ts'
import type { Names } from './names.ts'
import type { TypeReader } from './types/reader.ts'
import { keyOf } from './types/syntax.ts'

export interface SharedArrays {
  babel: Babel
  names: Names
  types: TypeReader
  /** Those that are rewritten to make their arrays in the heap. */
  constructions: ReadonlySet<types.NewExpression>
}

export const isAlloc = ({ specifier, name }: Foreign): boolean => specifier === 'parfor' && name === 'alloc'

/** Methods that hand out the array itself, or a view of it. */
const sameMemory = new Set(['subarray', 'fill', 'sort', 'reverse', 'copyWithin'])

/** Fewer elements are in no case the 32 KB from which the runtime puts arrays into the heap (runtime/src/heap.ts). */
const smallest = 4096

export class HeapArrays {
  private readonly given: SharedArrays
  private readonly underWay = new Set<object>()

  constructor(given: SharedArrays) {
    this.given = given
  }

  /** The expression gives an array of the heap, as far as this module tells. */
  has(expression: Node): boolean {
    const node = unwrap(expression)
    const { names } = this.given
    switch (node.type) {
      case 'Identifier': {
        const binding = names.of(node)
        return binding !== undefined && this.once(binding, () => this.holds(binding))
      }
      case 'NewExpression': return this.given.constructions.has(node) && this.isLarge(node)
      case 'ConditionalExpression': return this.has(node.consequent) || this.has(node.alternate)
      case 'AssignmentExpression': return node.operator === '=' && this.has(node.right)
      case 'CallExpression': return this.returned(node)
      default: return false
    }
  }

  /** Views of a buffer that is given are where that is. */
  private isLarge({ arguments: [length] }: types.NewExpression): boolean {
    if (!length) return false
    if (length.type === 'NumericLiteral') return length.value >= smallest
    return this.given.types.ofExpression(length).kind === 'number'
  }

  private holds({ path, constant, constantViolations }: Binding): boolean {
    const { node } = path
    if (node.type !== 'VariableDeclarator' || node.id.type !== 'Identifier') return false
    const later = constant ? [] : constantViolations.map((one) => one.node)
    const values = [node.init, ...later.map((one) => one.type === 'AssignmentExpression' && one.operator === '=' ? one.right : undefined)].filter((one) => one !== null)
    return values.length > 0 && values.every((value) => value !== undefined && this.has(value))
  }

  private returned(node: types.CallExpression): boolean {
    const callee = unwrap(node.callee)
    const { scope } = this.given.types
    if (callee.type === 'MemberExpression') {
      const name = keyOf({ key: callee.property, computed: callee.computed })
      return name !== undefined && sameMemory.has(name) && this.has(callee.object)
    }
    if (callee.type !== 'Identifier') return false
    const foreign = scope.imports.get(callee.name)
    if (foreign && isAlloc(foreign)) return true
    const called = functionOf(this.given.names.of(callee))
    return called !== undefined && this.once(called, () => this.returns(called))
  }

  private returns(called: FunctionNode): boolean {
    if (called.async || called.generator) return false
    if (called.body.type !== 'BlockStatement') return this.has(called.body)
    let found = false
    walk(this.given.babel.types, called.body, (node) => {
      if (node.type === 'ReturnStatement' && node.argument && this.has(node.argument)) found = true
      return !found && !isFunction(node)
    })
    return found
  }

  private once(key: object, find: () => boolean): boolean {
    if (this.underWay.has(key)) return false
    this.underWay.add(key)
    try {
      return find()
    } finally {
      this.underWay.delete(key)
    }
  }
}

/** A declaration, or the constant that is a function, `parallel(…)` around it or not. */
function functionOf(binding: Binding | undefined): FunctionNode | undefined {
  if (!binding?.constant) return undefined
  const { node } = binding.path
  if (node.type === 'FunctionDeclaration') return node
  if (node.type !== 'VariableDeclarator' || !node.init) return undefined
  const value = unwrap(node.init)
  const inner = value.type === 'CallExpression' && value.arguments.length === 1 ? unwrap(value.arguments[0]) : value
  return isFunction(inner) ? inner : undefined
}
