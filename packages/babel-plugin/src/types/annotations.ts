/** Types of the host's variables, from TypeScript annotations, JSDoc and initialisers. A wrong type costs a guard at run time, never a wrong result. */
import type { Binding, Node, types } from '../babel.ts'
import { isFunction, unwrap } from '../babel.ts'
import type { Names } from '../names.ts'
import { elementOf, unionOf, unknownType } from './elements.ts'
import type { HostType } from './elements.ts'
import { jsdocType } from './jsdoc.ts'
import { fromTypeNode } from './typescript.ts'

export class TypeReader {
  private readonly names: Names
  private readonly known = new Map<Binding, HostType>()

  constructor(names: Names) {
    this.names = names
  }

  ofBinding(binding: Binding): HostType {
    const known = this.known.get(binding)
    if (known) return known
    // A type that is asked for while it is being found out depends on itself.
    this.known.set(binding, unknownType)
    const type = this.find(binding)
    this.known.set(binding, type)
    return type
  }

  private find(binding: Binding): HostType {
    const annotated = this.annotated(binding)
    if (annotated) return annotated
    const documented = jsdocType(binding)
    if (documented) return documented
    const { node } = binding.path
    if (binding.kind === 'param') return this.fromDefault(binding)
    if (node.type !== 'VariableDeclarator' || !node.init) return unknownType
    if (node.id === binding.identifier) return this.ofInitialiser(node.init)
    return node.id.type === 'ObjectPattern' ? this.ofPattern(node.id, binding, this.ofExpression(node.init)) : unknownType
  }

  private annotated(binding: Binding): HostType | undefined {
    const annotation = binding.identifier.typeAnnotation
    if (annotation?.type === 'TSTypeAnnotation') return fromTypeNode(annotation.typeAnnotation, this.names)
    const { node } = binding.path
    const pattern = patternOf(node, binding)
    if (pattern?.typeAnnotation?.type === 'TSTypeAnnotation') {
      return this.ofPattern(pattern, binding, fromTypeNode(pattern.typeAnnotation.typeAnnotation, this.names))
    }
    return undefined
  }

  private ofPattern(pattern: types.ObjectPattern, binding: Binding, type: HostType): HostType {
    for (const property of pattern.properties) {
      if (property.type !== 'ObjectProperty' || property.computed || property.key.type !== 'Identifier') continue
      const value = property.value.type === 'AssignmentPattern' ? property.value.left : property.value
      if (value !== binding.identifier) continue
      if (type.kind === 'object') return type.member(property.key.name)
      return property.value.type === 'AssignmentPattern' ? this.ofExpression(property.value.right) : unknownType
    }
    return unknownType
  }

  private fromDefault(binding: Binding): HostType {
    const { node } = binding.path
    if (node.type === 'AssignmentPattern' && node.left === binding.identifier) return this.ofExpression(node.right)
    if (isFunction(node)) {
      for (const parameter of node.params) {
        if (parameter.type === 'AssignmentPattern' && parameter.left === binding.identifier) return this.ofExpression(parameter.right)
      }
    }
    return unknownType
  }

  private ofInitialiser(init: Node): HostType {
    return this.ofExpression(init)
  }

  private ofExpression(expression: Node): HostType {
    const node = unwrap(expression)
    switch (node.type) {
      case 'NumericLiteral': return { kind: 'number' }
      case 'BooleanLiteral': return { kind: 'boolean' }
      case 'BigIntLiteral': return { kind: 'bigint' }
      case 'Identifier': {
        const binding = this.names.of(node)
        return binding ? this.ofBinding(binding) : unknownType
      }
      case 'NewExpression': return this.constructed(node.callee)
      case 'UnaryExpression': {
        if (node.operator === '!') return { kind: 'boolean' }
        const operand = this.ofExpression(node.argument)
        return operand.kind === 'bigint' || operand.kind === 'number' ? operand : unknownType
      }
      case 'BinaryExpression': return this.ofBinary(node)
      case 'ConditionalExpression': return unionOf([this.ofExpression(node.consequent), this.ofExpression(node.alternate)])
      case 'CallExpression': return this.called(node)
      case 'MemberExpression': {
        if (node.computed || node.property.type !== 'Identifier') return this.ofElement(node)
        const object = this.ofExpression(node.object)
        if (object.kind === 'object') return object.member(node.property.name)
        return node.property.name === 'length' ? { kind: 'number' } : unknownType
      }
      default: return unknownType
    }
  }

  private ofElement(node: types.MemberExpression): HostType {
    const object = this.ofExpression(node.object)
    if (object.kind !== 'array') return unknownType
    return { kind: object.element === 'i64' || object.element === 'u64' ? 'bigint' : 'number' }
  }

  private ofBinary(node: types.BinaryExpression): HostType {
    if (/^(?:[<>]=?|[!=]==?|in|instanceof)$/.test(node.operator)) return { kind: 'boolean' }
    const left = this.ofExpression(node.left)
    const right = this.ofExpression(node.right)
    return left.kind === right.kind && (left.kind === 'number' || left.kind === 'bigint') ? left : unknownType
  }

  private constructed(callee: Node): HostType {
    const node = unwrap(callee)
    const element = node.type === 'Identifier' && this.names.isGlobal(node, node.name) ? elementOf(node.name) : undefined
    return element ? { kind: 'array', element } : unknownType
  }

  /** `Float64Array.from(…)`, `x.slice(…)`, `Math.max(…)`. */
  private called(node: types.CallExpression): HostType {
    const callee = unwrap(node.callee)
    if (callee.type !== 'MemberExpression' || callee.computed || callee.property.type !== 'Identifier') return unknownType
    const object = unwrap(callee.object)
    if (this.names.isGlobal(object, 'Math')) return { kind: 'number' }
    const { name } = callee.property
    if (name === 'from' || name === 'of') return this.constructed(object)
    if (!['slice', 'subarray', 'map', 'filter', 'fill', 'toSorted', 'toReversed', 'with', 'sort', 'reverse'].includes(name)) return unknownType
    const type = this.ofExpression(object)
    return type.kind === 'array' ? type : unknownType
  }
}

function patternOf(node: Node, binding: Binding): types.ObjectPattern | undefined {
  if (node.type === 'ObjectPattern') return node
  if (node.type === 'VariableDeclarator' && node.id.type === 'ObjectPattern') return node.id
  if (node.type === 'AssignmentPattern' && node.left.type === 'ObjectPattern') return node.left
  if (isFunction(node) || binding.kind === 'param') {
    const { parent } = binding.path
    return parent.type === 'ObjectPattern' ? parent : undefined
  }
  return undefined
}
