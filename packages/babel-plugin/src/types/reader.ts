/** Types of a module's variables: from annotations, JSDoc, what they begin with, and calls. A wrong type costs a guard at run time, never a wrong result. */
import type { Binding, FunctionPath, Node, NodePath, types } from '../babel.ts'
import { isFunction, unwrap } from '../babel.ts'
import type { ModuleScope, Origin, ValueDeclaration } from '../modules/scope.ts'
import { argumentTypes } from './call-sites.ts'
import { classType } from './classes.ts'
import { agreementOf, elementTypeOf, memberOf, unionOf, unknownType } from './elements.ts'
import type { HostType } from './elements.ts'
import { ofExpression } from './expressions.ts'
import { functionType } from './functions.ts'
import { commentsAbove, documentedType, jsdocType } from './jsdoc.ts'
import { annotationOf, keyOf, typeParameters } from './syntax.ts'
import { bound, contextOf, fromTypeNode } from './typescript.ts'
import type { TypeContext } from './typescript.ts'

export class TypeReader {
  readonly scope: ModuleScope

  constructor(scope: ModuleScope) {
    this.scope = scope
  }

  ofBinding(binding: Binding): HostType {
    return this.scope.library.ofBinding(binding, () => this.find(binding))
  }

  ofExpression(node: Node): HostType {
    return ofExpression(node, this)
  }

  /** Of a variable; `identifier` is where it is used, if that is in this module's tree. */
  ofName(name: string, identifier?: types.Identifier): HostType {
    const binding = identifier && this.scope.names?.of(identifier)
    return binding ? this.ofBinding(binding) : this.ofOrigin(this.scope.origin(name))
  }

  ofOrigin(origin: Origin | undefined): HostType {
    if (!origin) return unknownType
    if ('whole' in origin) return { kind: 'object', member: (name) => this.ofOrigin(origin.scope.exported(name)) }
    if ('node' in origin) return origin.scope.reader.ofExpression(origin.node)
    return origin.scope.reader.ofDeclared(origin.name)
  }

  /** Of a variable at the top of this module. Its other names are looked up only where its declaration does not tell. */
  private ofDeclared(name: string): HostType {
    const declarations = this.scope.values.get(name) ?? []
    const overloads = declarations.filter((one) => one.type === 'TSDeclareFunction')
    if (overloads.length > 1) {
      const all = overloads.map((one) => this.ofDeclaration(one, name))
      return { kind: 'function', parameter: () => unknownType, returns: (given) => unionOf(all.map((one) => one.kind === 'function' ? one.returns(given) : unknownType)) }
    }
    const [first] = declarations
    return first ? this.ofDeclaration(overloads[0] ?? first, name) : unknownType
  }

  private ofDeclaration(declaration: ValueDeclaration, name: string): HostType {
    const context = contextOf(this.scope)
    const comments = this.scope.documentation.get(declaration) ?? []
    if (declaration.type === 'ClassDeclaration') return classType(declaration, this.scope)
    if (declaration.type !== 'VariableDeclarator') return functionType(declaration, context, comments)
    if (declaration.id.type === 'Identifier') {
      const annotation = annotationOf(declaration.id)
      const declared = annotation ? fromTypeNode(annotation, context) : documentedType(comments, context)
      if (declared && declared.kind !== 'unknown') return declared
    }
    const binding = this.scope.names?.program.scope.getBinding(name)
    return binding ? this.ofBinding(binding) : unknownType
  }

  private find(binding: Binding): HostType {
    const context = contextAt(binding.path, this.scope)
    const declared = this.annotated(binding, context) ?? jsdocType(binding, context) ?? unknownType
    if (binding.kind === 'param') return this.ofParameter(binding, declared, context)
    if (declared.kind !== 'unknown') return declared
    const { node, parent } = binding.path
    if (parent.type === 'ImportDeclaration') return this.ofOrigin(this.scope.origin(binding.identifier.name))
    if (node.type === 'FunctionDeclaration') return functionType(node, context, commentsAbove(binding.path))
    if (node.type === 'ClassDeclaration') return classType(node, this.scope)
    if (node.type !== 'VariableDeclarator') return unknownType
    if (node.id !== binding.identifier) return this.ofPattern(node.id, binding, this.ofInitialiser(node, binding.path))
    const type = this.ofInitialiser(node, binding.path)
    if (type.kind === 'unknown') return this.assignedTo(binding)
    return type.kind === 'array' && !binding.constant ? unionOf([type, ...this.assignments(binding).filter(({ kind }) => kind === 'array')]) : type
  }

  private annotated(binding: Binding, context: TypeContext): HostType | undefined {
    const annotation = annotationOf(binding.identifier)
    if (annotation) return fromTypeNode(annotation, context)
    const pattern = patternOf(binding)
    const whole = pattern && annotationOf(pattern)
    return whole && this.ofPattern(pattern, binding, fromTypeNode(whole, context))
  }

  private ofInitialiser(node: types.VariableDeclarator, path: NodePath): HostType {
    if (!node.init) {
      const loop = path.parentPath?.parent
      return loop?.type === 'ForOfStatement' && loop.left === path.parent ? elementTypeOf(this.ofExpression(loop.right)) : unknownType
    }
    return isFunction(unwrap(node.init)) ? functionType(unwrap(node.init), contextAt(path, this.scope), commentsAbove(path)) : this.ofExpression(node.init)
  }

  /** A variable that begins with nothing has the type of what it is given later. */
  private assignedTo(binding: Binding): HostType {
    const given = this.assignments(binding)
    return given.every((type) => type.kind !== 'unknown') ? unionOf(given) : agreementOf(given)
  }

  private assignments(binding: Binding): HostType[] {
    return binding.constantViolations.map(({ node }) =>
      node.type === 'AssignmentExpression' && node.operator === '=' && node.left.type === 'Identifier' ? this.ofExpression(node.right) : unknownType)
  }

  private ofParameter(binding: Binding, declared: HostType, context: TypeContext): HostType {
    const isOpen = declared.kind === 'unknown' || (declared.kind === 'array' && declared.element === 'num')
    const place = isOpen ? parameterOf(binding) : undefined
    if (!place) return declared
    const { owner, index, pattern } = place
    const target = pattern.type === 'AssignmentPattern' ? pattern.left : pattern
    const from = (whole: HostType): HostType => target === binding.identifier ? whole : this.ofPattern(target, binding, whole)
    if (declared.kind === 'unknown') {
      const known = pattern.type === 'AssignmentPattern' ? from(this.ofExpression(pattern.right)) : unknownType
      if (known.kind !== 'unknown') return known
      const expected = from(expectedOf(owner, index, context))
      if (expected.kind !== 'unknown') return expected
    }
    const seen = from(agreementOf(argumentTypes(this.scope, owner, index)))
    return declared.kind === 'unknown' || seen.kind === 'array' ? seen : declared
  }

  /** Of one variable of a pattern, where `type` is that of the whole. */
  private ofPattern(pattern: Node, binding: Binding, type: HostType): HostType {
    const place = placeIn(pattern, binding.identifier)
    if (!place) return unknownType
    const member = place.steps.reduce(memberOf, type)
    return member.kind === 'unknown' && place.fallback ? this.ofExpression(place.fallback) : member
  }
}

/** What type parameters of the functions and classes around a place stand for. */
function contextAt(path: NodePath, scope: ModuleScope): TypeContext {
  const owners: Node[] = []
  for (let at: NodePath | null = path; at; at = at.parentPath) if (typeParameters(at.node).length > 0) owners.unshift(at.node)
  return owners.reduce((context, owner) => bound(typeParameters(owner), [], context), contextOf(scope))
}

interface Parameter { owner: FunctionPath; index: number; pattern: Node }

function parameterOf(binding: Binding): Parameter | undefined {
  const owner = binding.scope.path
  if (!isFunction(owner.node)) return undefined
  const index = owner.node.params.findIndex((one) => placeIn(one, binding.identifier))
  const pattern = owner.node.params[index]
  return pattern && { owner: owner as FunctionPath, index, pattern }
}

/** What the declared type of a function's variable says: `const scale: Kernel = (x, a) => …`. */
function expectedOf(owner: FunctionPath, index: number, context: TypeContext): HostType {
  const { parentPath } = owner
  if (parentPath?.node.type !== 'VariableDeclarator') return unknownType
  const annotation = annotationOf(parentPath.node.id)
  const type = annotation ? fromTypeNode(annotation, context) : documentedType(commentsAbove(owner), context)
  return type?.kind === 'function' ? type.parameter(index) : unknownType
}

function patternOf(binding: Binding): Node | undefined {
  const { node } = binding.path
  const pattern = binding.kind === 'param' ? parameterOf(binding)?.pattern : node.type === 'VariableDeclarator' ? node.id : undefined
  const target = pattern?.type === 'AssignmentPattern' ? pattern.left : pattern
  return target?.type === 'ObjectPattern' || target?.type === 'ArrayPattern' ? target : undefined
}

/** The properties that lead to a variable in a pattern, and its own default. */
function placeIn(pattern: Node, identifier: Node): { steps: string[]; fallback?: Node } | undefined {
  if (pattern === identifier) return { steps: [] }
  if (pattern.type === 'TSParameterProperty') return placeIn(pattern.parameter, identifier)
  if (pattern.type === 'AssignmentPattern') {
    const place = placeIn(pattern.left, identifier)
    return place && pattern.left === identifier ? { ...place, fallback: pattern.right } : place
  }
  if (pattern.type === 'ObjectPattern') {
    for (const one of pattern.properties) {
      const place = one.type === 'ObjectProperty' ? placeIn(one.value, identifier) : undefined
      const key = one.type === 'ObjectProperty' ? keyOf(one) : undefined
      if (place) return key === undefined ? undefined : { ...place, steps: [key, ...place.steps] }
    }
  }
  if (pattern.type === 'ArrayPattern') {
    for (const [index, one] of pattern.elements.entries()) {
      const place = one && one.type !== 'RestElement' ? placeIn(one, identifier) : undefined
      if (place) return { ...place, steps: [String(index), ...place.steps] }
    }
  }
  return undefined
}
