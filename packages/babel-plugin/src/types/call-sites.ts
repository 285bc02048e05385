/** What the calls of a function pass to it: in its own module, and in those that import it as far as the host knows them. */
import type { Binding, FunctionPath, Node, NodePath, types } from '../babel.ts'
import { unwrap } from '../babel.ts'
import type { ModuleScope } from '../modules/scope.ts'
import { unknownType } from './elements.ts'
import type { HostType } from './elements.ts'

/** The types of the argument at `index` in each call that passes one. */
export function argumentTypes(scope: ModuleScope, owner: FunctionPath, index: number): HostType[] {
  const name = nameOf(owner)
  if (!name) return []
  const exported = new Set('binding' in name ? (isAtTop(name.binding) ? scope.exportNamesOf(name.binding.identifier.name) : []) : ['default'])
  const types = 'binding' in name ? ownCalls(scope, name.binding).flatMap((call) => argumentAt(call, index, scope)) : []
  return [...types, ...foreignTypes(scope, exported, index)]
}

/** The calls in modules that import one of the names, directly or through others that pass them on. */
function foreignTypes(origin: ModuleScope, exported: ReadonlySet<string>, index: number): HostType[] {
  const found: HostType[] = []
  const asked = new Map<ModuleScope, Set<string>>()
  const waiting: [ModuleScope, ReadonlySet<string>][] = [[origin, exported]]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [module, names] = next
    const known = asked.get(module) ?? new Set()
    const fresh = new Set([...names].filter((name) => !known.has(name)))
    if (fresh.size === 0) continue
    asked.set(module, new Set([...known, ...fresh]))
    for (const importer of module.library.importersOf(module)) {
      const isThat = (specifier: string): boolean => importer.open(specifier) === module
      found.push(...importedCalls(importer, fresh, isThat).flatMap((call) => argumentAt(call, index, importer)))
      waiting.push([importer, importer.reexportNamesOf(fresh, isThat)])
    }
  }
  return found
}

function importedCalls(importer: ModuleScope, names: ReadonlySet<string>, isThat: (specifier: string) => boolean): types.CallExpression[] {
  const locals = new Set<string>()
  const wholes = new Set<string>()
  for (const [local, { specifier, name }] of importer.imports) {
    if ((name === '*' || names.has(name)) && isThat(specifier)) (name === '*' ? wholes : locals).add(local)
  }
  return callsOf(importer, (callee) => {
    if (callee.type === 'Identifier') {
      const binding = importer.names?.of(callee)
      if (!binding) return false
      if (isAtTop(binding) && locals.has(callee.name)) return true
      const loaded = loadedAs(binding, isThat)
      return loaded !== undefined && loaded !== '*' && names.has(loaded)
    }
    if (callee.type !== 'MemberExpression' || callee.computed || callee.property.type !== 'Identifier' || !names.has(callee.property.name)) return false
    const object = unwrap(callee.object)
    const binding = object.type === 'Identifier' ? importer.names?.of(object) : undefined
    return binding !== undefined && ((isAtTop(binding) && wholes.has(binding.identifier.name)) || loadedAs(binding, isThat) === '*')
  })
}

/** The exported name that a variable takes from `await import(…)`; `*` for the whole module. */
function loadedAs(binding: Binding, isThat: (specifier: string) => boolean): string | undefined {
  const { node } = binding.path
  if (node.type !== 'VariableDeclarator' || node.init?.type !== 'AwaitExpression') return undefined
  const specifier = dynamicSpecifier(node.init.argument)
  if (specifier === undefined) return undefined
  let name: string | undefined
  if (node.id === binding.identifier) name = '*'
  else if (node.id.type === 'ObjectPattern') {
    for (const one of node.id.properties) {
      if (one.type === 'ObjectProperty' && one.value === binding.identifier && one.key.type === 'Identifier') name = one.key.name
    }
  }
  return name !== undefined && isThat(specifier) ? name : undefined
}

function dynamicSpecifier(node: Node): string | undefined {
  const source = node.type === 'ImportExpression' ? node.source : node.type === 'CallExpression' && node.callee.type === 'Import' ? node.arguments[0] : undefined
  return source?.type === 'StringLiteral' ? source.value : undefined
}

const byBinding = new WeakMap<ModuleScope, Map<Binding, types.CallExpression[]>>()

/** By the variable that is called: in a large module every parameter asks. */
function ownCalls(scope: ModuleScope, binding: Binding): types.CallExpression[] {
  let calls = byBinding.get(scope)
  if (!calls) {
    byBinding.set(scope, calls = new Map())
    for (const { node } of scope.names?.calls ?? []) {
      const callee = calleeOf(node, scope)
      const called = callee.type === 'Identifier' ? scope.names?.of(callee) : undefined
      const known = called && calls.get(called)
      if (known) known.push(node)
      else if (called) calls.set(called, [node])
    }
  }
  return calls.get(binding) ?? []
}

function callsOf(scope: ModuleScope, isThat: (callee: Node) => boolean): types.CallExpression[] {
  return (scope.names?.calls ?? []).map(({ node }) => node).filter((call) => isThat(calleeOf(call, scope)))
}

/** What is called, also as `withOptions(f, options)(…)`. */
function calleeOf(call: types.CallExpression, scope: ModuleScope): Node {
  const callee = unwrap(call.callee)
  if (callee.type !== 'CallExpression' || callee.callee.type !== 'Identifier' || callee.arguments.length === 0) return callee
  const foreign = scope.imports.get(callee.callee.name)
  return foreign?.specifier === 'parfor' && foreign.name === 'withOptions' ? unwrap(callee.arguments[0]) : callee
}

function argumentAt(call: types.CallExpression, index: number, scope: ModuleScope): HostType[] {
  const given = call.arguments.slice(0, index + 1)
  if (given.some((one) => one.type === 'SpreadElement')) return [unknownType]
  return given.length > index ? [scope.reader.ofExpression(given[index])] : []
}

function isAtTop(binding: Binding): boolean {
  return binding.scope.path.isProgram()
}

/** The variable that holds a function and nothing else, or that it is the default export. */
function nameOf(owner: FunctionPath): { binding: Binding } | { isDefault: true } | undefined {
  const { node } = owner
  if (node.type === 'FunctionDeclaration') {
    const binding = node.id && owner.parentPath?.scope.getBinding(node.id.name)
    return binding ? { binding } : owner.parent.type === 'ExportDefaultDeclaration' ? { isDefault: true } : undefined
  }
  if (node.type !== 'FunctionExpression' && node.type !== 'ArrowFunctionExpression') return undefined
  let at: NodePath | null = owner
  while (at?.parentPath && passesOn(at.parent, at.node)) at = at.parentPath
  const parent = at?.parent
  if (parent?.type === 'ExportDefaultDeclaration') return { isDefault: true }
  if (parent?.type !== 'VariableDeclarator' || parent.id.type !== 'Identifier') return undefined
  const binding = at?.scope.getBinding(parent.id.name)
  return binding?.constant ? { binding } : undefined
}

/** `parallel(f)` and assertions are still the function. */
function passesOn(parent: Node, node: Node): boolean {
  if (parent.type === 'CallExpression') return parent.callee.type === 'Identifier' && parent.callee.name === 'parallel' && parent.arguments[0] === node
  return unwrap(parent) !== parent
}
