/** Types of expressions, as far as the source tells them. */
import type { Node, types } from '../babel.ts'
import { unwrap } from '../babel.ts'
import { classType, instanceOf } from './classes.ts'
import { assumed, elementOf, elementTypeOf, memberOf, tupleOf, unionOf, unknownType } from './elements.ts'
import type { HostType } from './elements.ts'
import { wrapped } from './frameworks.ts'
import { functionType } from './functions.ts'
import { commentsOn, documentedType } from './jsdoc.ts'
import type { TypeReader } from './reader.ts'
import { keyOf } from './syntax.ts'
import { contextOf, fromTypeNode } from './typescript.ts'
import { awaited, promiseOf } from './utilities.ts'

const numberType: HostType = { kind: 'number' }

export function ofExpression(expression: Node, reader: TypeReader): HostType {
  const asserted = assertedType(expression, reader)
  if (asserted && asserted.kind !== 'unknown') return asserted
  const node = unwrap(expression)
  if (node !== expression && isAssertion(expression)) return ofExpression(expression.expression, reader)
  const { scope } = reader
  const of = (inner: Node): HostType => ofExpression(inner, reader)
  switch (node.type) {
    case 'NumericLiteral': case 'UpdateExpression': return numberType
    case 'BooleanLiteral': return { kind: 'boolean' }
    case 'BigIntLiteral': return { kind: 'bigint' }
    case 'Identifier': return ofIdentifier(node, reader)
    case 'ThisExpression': {
      const owner = scope.names?.instances.get(node)
      return owner ? instanceOf(owner, scope, []) : unknownType
    }
    case 'NewExpression': return constructed(node, reader)
    case 'UnaryExpression': return ofUnary(node, of)
    case 'BinaryExpression': return ofBinary(node, of)
    case 'LogicalExpression': return ofLogical(node, of)
    case 'ConditionalExpression': return unionOf([of(node.consequent), of(node.alternate)])
    case 'AssignmentExpression': return node.operator === '=' ? of(node.right) : unknownType
    case 'SequenceExpression': return of(node.expressions[node.expressions.length - 1])
    case 'AwaitExpression': return awaited(of(node.argument))
    case 'CallExpression': case 'OptionalCallExpression': return called(node, reader)
    case 'ImportExpression': return importedModule(node.source, reader)
    case 'MemberExpression': case 'OptionalMemberExpression': return ofMember(node, reader)
    case 'ObjectExpression': return ofObject(node, reader)
    case 'ArrayExpression': {
      const { elements } = node
      return elements.some((one) => one?.type === 'SpreadElement') ? unknownType : tupleOf(elements.map((one) => () => one ? of(one) : unknownType))
    }
    case 'FunctionExpression': case 'ArrowFunctionExpression': case 'FunctionDeclaration': case 'TSDeclareFunction': return functionType(node, contextOf(scope))
    case 'ClassExpression': case 'ClassDeclaration': return classType(node, scope)
    default: return unknownType
  }
}

type Assertion = types.TSAsExpression | types.TSTypeAssertion | types.TSSatisfiesExpression | types.TSNonNullExpression | types.ParenthesizedExpression | types.TSInstantiationExpression

function isAssertion(node: Node): node is Assertion {
  return unwrap(node) !== node
}

/** `x as Float64Array`, and in comments: a cast of a parenthesised expression. */
function assertedType(node: Node, { scope }: TypeReader): HostType | undefined {
  if (node.type === 'TSAsExpression' || node.type === 'TSTypeAssertion') return fromTypeNode(node.typeAnnotation, contextOf(scope))
  return node.extra?.parenthesized ? documentedType(commentsOn(node), contextOf(scope)) : undefined
}

function isGlobal(node: Node, { scope }: TypeReader, name: string): boolean {
  return node.type === 'Identifier' && node.name === name && scope.names?.isGlobal(node, name) === true
}

function ofIdentifier(node: types.Identifier, reader: TypeReader): HostType {
  const binding = reader.scope.names?.of(node)
  if (binding) return reader.ofBinding(binding)
  return isGlobal(node, reader, 'NaN') || isGlobal(node, reader, 'Infinity') ? numberType : unknownType
}

function ofUnary(node: types.UnaryExpression, of: (node: Node) => HostType): HostType {
  if (node.operator === '!') return { kind: 'boolean' }
  if (node.operator === '+') return numberType
  const operand = of(node.argument)
  return operand.kind === 'bigint' || operand.kind === 'number' ? operand : unknownType
}

function ofBinary(node: types.BinaryExpression, of: (node: Node) => HostType): HostType {
  if (/^(?:[<>]=?|[!=]==?|in|instanceof)$/.test(node.operator)) return { kind: 'boolean' }
  if (node.operator === '>>>') return numberType
  const left = of(node.left)
  const right = of(node.right)
  if (left.kind === right.kind && (left.kind === 'number' || left.kind === 'bigint')) return left
  // Numbers and BigInts do not mix; `+` may join strings.
  return node.operator !== '+' && (left.kind === 'number' || right.kind === 'number') ? numberType : unknownType
}

function ofLogical(node: types.LogicalExpression, of: (node: Node) => HostType): HostType {
  const left = of(node.left)
  const right = of(node.right)
  if (node.operator === '&&' || (left.kind !== 'unknown' && right.kind !== 'unknown')) return unionOf([left, right])
  // A default is as a rule of the type that is meant.
  return assumed(left.kind === 'unknown' ? right : left)
}

function constructed(node: types.NewExpression, reader: TypeReader): HostType {
  const array = constructedArray(node.callee, reader)
  if (array) return array
  const type = ofExpression(node.callee, reader)
  return type.kind === 'function' && type.constructs ? type.constructs(argumentsOf(node, reader)) : unknownType
}

function constructedArray(callee: Node, reader: TypeReader): HostType | undefined {
  const node = unwrap(callee)
  const element = node.type === 'Identifier' && isGlobal(node, reader, node.name) ? elementOf(node.name) : undefined
  return element && { kind: 'array', element }
}

function argumentsOf(node: types.CallExpression | types.OptionalCallExpression | types.NewExpression, reader: TypeReader): HostType[] {
  return node.arguments.map((one) => one.type === 'SpreadElement' ? unknownType : ofExpression(one, reader))
}

const copies = new Set(['slice', 'subarray', 'map', 'filter', 'fill', 'toSorted', 'toReversed', 'with', 'sort', 'reverse', 'copyWithin'])
const folds = new Set(['indexOf', 'lastIndexOf', 'findIndex', 'findLastIndex'])

function called(node: types.CallExpression | types.OptionalCallExpression, reader: TypeReader): HostType {
  const callee = unwrap(node.callee)
  const held = wrapped(callee, node, reader)
  if (held) return held
  if (callee.type === 'Import') return node.arguments[0] ? importedModule(node.arguments[0], reader) : unknownType
  if (callee.type === 'Identifier') {
    const known = calledGlobal(callee.name, callee, reader) ?? allocated(callee, node, reader)
    if (known) return known
  }
  if ((callee.type === 'MemberExpression' || callee.type === 'OptionalMemberExpression') && !callee.computed && callee.property.type === 'Identifier') {
    const known = calledMethod(callee.property.name, unwrap(callee.object), reader)
    if (known) return known
  }
  const type = ofExpression(callee, reader)
  return type.kind === 'function' ? type.returns(argumentsOf(node, reader)) : unknownType
}

function calledGlobal(name: string, callee: Node, reader: TypeReader): HostType | undefined {
  if (!isGlobal(callee, reader, name)) return undefined
  switch (name) {
    case 'Number': case 'parseFloat': case 'parseInt': return numberType
    case 'Boolean': return { kind: 'boolean' }
    case 'BigInt': return { kind: 'bigint' }
    default: return undefined
  }
}

/** parfor's own `alloc(Float64Array, n)`. */
function allocated(callee: types.Identifier, { arguments: given }: types.CallExpression | types.OptionalCallExpression, reader: TypeReader): HostType | undefined {
  const foreign = reader.scope.imports.get(callee.name)
  return foreign?.specifier === 'parfor' && foreign.name === 'alloc' && given[0] ? constructedArray(given[0], reader) : undefined
}

/** `Float64Array.from(…)`, `x.slice(…)`, `Math.max(…)`. */
function calledMethod(name: string, object: Node, reader: TypeReader): HostType | undefined {
  if (isGlobal(object, reader, 'Math') || ((isGlobal(object, reader, 'performance') || isGlobal(object, reader, 'Date')) && name === 'now')) return numberType
  if (name === 'from' || name === 'of') return constructedArray(object, reader)
  const type = ofExpression(object, reader)
  if (type.kind !== 'array') return undefined
  if (copies.has(name)) return type
  if (folds.has(name)) return numberType
  return name === 'at' ? elementTypeOf(type) : undefined
}

/** What `import('./kernels')` promises. */
function importedModule(specifier: Node, { scope }: TypeReader): HostType {
  if (specifier.type !== 'StringLiteral') return unknownType
  const origin = scope.follow({ specifier: specifier.value, name: '*' })
  return origin ? promiseOf(origin.scope.reader.ofOrigin(origin)) : unknownType
}

function ofMember(node: types.MemberExpression | types.OptionalMemberExpression, reader: TypeReader): HostType {
  const object = unwrap(node.object)
  const name = keyOf({ key: node.property, computed: node.computed })
  if (isGlobal(object, reader, 'Math') || isGlobal(object, reader, 'Number')) return numberType
  const type = ofExpression(node.object, reader)
  if (name === undefined) return elementTypeOf(type)
  const member = memberOf(type, name)
  return member.kind === 'unknown' && (name === 'length' || name === 'byteLength') ? numberType : member
}

function ofObject(node: types.ObjectExpression, reader: TypeReader): HostType {
  const { library } = reader.scope
  const type: HostType = {
    kind: 'object',
    member: (name) => {
      for (const one of node.properties.toReversed()) {
        if (one.type === 'SpreadElement') {
          const spread = library.once(one, () => memberOf(ofExpression(one.argument, reader), name))
          if (spread.kind !== 'unknown') return spread
        } else if (keyOf(one) === name && one.type === 'ObjectProperty') return library.once(one, () => ofExpression(one.value, reader))
        else if (keyOf(one) === name && one.type === 'ObjectMethod' && one.kind !== 'set') return ofMethod(one, reader)
      }
      return unknownType
    },
  }
  return reader.scope.isTyped ? type : assumed(type)
}

function ofMethod(node: types.ObjectMethod, reader: TypeReader): HostType {
  const type = functionType(node, contextOf(reader.scope))
  return node.kind === 'get' && type.kind === 'function' ? type.returns([]) : type
}
