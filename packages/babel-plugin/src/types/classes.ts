/** Classes as types: what their instances hold. */
import type { Node, types } from '../babel.ts'
import { walk } from '../babel.ts'
import type { ModuleScope } from '../modules/scope.ts'
import { assumed, elementOf, memberOf, unionOf, unknownType } from './elements.ts'
import type { HostType } from './elements.ts'
import { annotationAt, functionType, inferred } from './functions.ts'
import { commentsOn, documentedType } from './jsdoc.ts'
import { annotationOf, dotted, keyOf, parametersOf, superTypeArguments, typeParameters } from './syntax.ts'
import { bound, contextOf, declaredType, fromTypeNode, globalArray, referenceTo } from './typescript.ts'
import type { TypeContext } from './typescript.ts'

/** The class itself as a value. */
export function classType(node: types.Class, scope: ModuleScope): HostType {
  return {
    kind: 'function', returns: () => unknownType, parameter: () => unknownType,
    constructs: (given) => {
      const constructor = constructorOf(node)
      const parameters = typeParameters(node)
      const inferredTypes = constructor ? inferred(parameters, constructor, given) : []
      return instanceOf(node, scope, inferredTypes, given)
    },
  }
}

/** `given`: type arguments; `passed`: what this instance was constructed with. */
export function instanceOf(node: types.Class, scope: ModuleScope, given: readonly HostType[], passed: readonly HostType[] = []): HostType {
  const context = bound(typeParameters(node), given, contextOf(scope))
  const array = arrayBehind(node, scope)
  if (array) return array
  const found = new Map<string, HostType>()
  return {
    kind: 'object',
    member: (name) => {
      const known = found.get(name)
      if (known) return known
      found.set(name, unknownType)
      const own = memberOfClass(node, name, context, passed)
      const type = own.kind === 'unknown' ? inherited(node, name, context) : own
      found.set(name, type)
      return type
    },
  }
}

/** `class Vector extends Float64Array` */
function arrayBehind(node: types.Class, scope: ModuleScope): HostType | undefined {
  const { superClass } = node
  if (superClass?.type !== 'Identifier') return undefined
  if (!scope.declares(superClass.name)) return elementOf(superClass.name) && globalArray(superClass.name)
  const parent = scope.library.once(node, () => {
    const origin = scope.origin(superClass.name)
    return origin ? declaredType(origin, []) : unknownType
  })
  return parent.kind === 'array' ? parent : undefined
}

function inherited(node: types.Class, name: string, context: TypeContext): HostType {
  const { superClass } = node
  if (!superClass) return unknownType
  return context.scope.library.once(superClass, () => memberOf(referenceTo(dotted(superClass), superTypeArguments(node), context), name))
}

function memberOfClass(node: types.Class, name: string, context: TypeContext, passed: readonly HostType[]): HostType {
  for (const member of node.body.body) {
    switch (member.type) {
      case 'ClassProperty': case 'ClassPrivateProperty': case 'ClassAccessorProperty': {
        if (member.static || keyOf(member) !== name) break
        const declared = declaredField(member, context)
        if (declared.kind !== 'unknown') return declared
        break
      }
      case 'ClassMethod': case 'ClassPrivateMethod':
        if (member.kind === 'constructor') {
          const type = parameterProperty(member, name, context)
          if (type) return type
        } else if (!member.static && keyOf(member) === name && member.kind !== 'set') {
          const type = functionType(member, context)
          return member.kind === 'get' && type.kind === 'function' ? type.returns([]) : type
        }
        break
      default: break
    }
  }
  return assignedField(node, name, context, passed)
}

function declaredField(member: types.ClassProperty | types.ClassPrivateProperty | types.ClassAccessorProperty, context: TypeContext): HostType {
  const annotation = annotationOf(member)
  if (annotation) return fromTypeNode(annotation, context)
  const documented = documentedType(commentsOn(member), context)
  if (documented) return documented
  return member.value ? settled(initial(member.value, context), context) : unknownType
}

/** `constructor(readonly data: Float64Array)` */
function parameterProperty(constructor: types.ClassMethod | types.ClassPrivateMethod, name: string, context: TypeContext): HostType | undefined {
  for (const [index, one] of parametersOf(constructor).entries()) {
    if (one.type !== 'TSParameterProperty') continue
    const target = one.parameter.type === 'AssignmentPattern' ? one.parameter.left : one.parameter
    if (target.type !== 'Identifier' || target.name !== name) continue
    const annotation = annotationAt(constructor, index)
    if (annotation) return fromTypeNode(annotation, context)
    return one.parameter.type === 'AssignmentPattern' ? context.scope.reader.ofExpression(one.parameter.right) : unknownType
  }
  return undefined
}

/** `this.data = new Float64Array(n)`, in the constructor if it says something, else in any method. */
function assignedField(node: types.Class, name: string, context: TypeContext, passed: readonly HostType[]): HostType {
  const constructor = constructorOf(node)
  for (const body of [constructor, node.body]) {
    const values = body ? assignments(body, name, context).map(({ value, comments }) => documentedType(comments, context) ?? valueType(value, constructor, context, passed)) : []
    const known = values.filter((type) => type.kind !== 'unknown')
    if (known.length > 0) return settled(unionOf(known), context)
  }
  return unknownType
}

function valueType(value: Node, constructor: types.ClassMethod | undefined, context: TypeContext, passed: readonly HostType[]): HostType {
  const position = constructor && value.type === 'Identifier' ? constructor.params.findIndex((one) => one.type === 'Identifier' && one.name === value.name) : -1
  const type = initial(value, context)
  return type.kind === 'unknown' && position >= 0 ? passed[position] ?? unknownType : type
}

/** `this.size = grow(this.size)`: each `this` is an instance of its own, so what depends on itself shows here only. */
function initial(value: Node, { scope }: TypeContext): HostType {
  return scope.library.once(value, () => scope.reader.ofExpression(value))
}

interface Assignment { value: Node; comments: string[] }

/** By what they stand in and the name of the field: large classes are asked for each of their fields, by each of their methods. */
const assigned = new WeakMap<Node, Map<string, Assignment[]>>()

function assignments(root: Node, name: string, { scope }: TypeContext): readonly Assignment[] {
  let fields = assigned.get(root)
  if (!fields) {
    fields = new Map()
    assigned.set(root, fields)
    const found = fields
    walk(scope.library.babel.types, root, (node, parent) => {
      if (node.type !== 'AssignmentExpression' || node.operator !== '=' || node.left.type !== 'MemberExpression' || node.left.object.type !== 'ThisExpression') return
      const field = keyOf({ key: node.left.property, computed: node.left.computed })
      if (field === undefined) return
      const one = { value: node.right, comments: [...commentsOn(node), ...(parent?.type === 'ExpressionStatement' ? commentsOn(parent) : [])] }
      found.set(field, [...found.get(field) ?? [], one])
    })
  }
  return fields.get(name) ?? []
}

function constructorOf(node: types.Class): types.ClassMethod | undefined {
  return node.body.body.find((member): member is types.ClassMethod => member.type === 'ClassMethod' && member.kind === 'constructor')
}

/** In TypeScript a field keeps the type that it begins with; in JavaScript anybody may put something else there. */
function settled(type: HostType, { scope }: TypeContext): HostType {
  return scope.isTyped ? type : assumed(type)
}
