/**
 * Arrays of the shared heap that the module itself uses as only ordinary ones can be: handed to web APIs that refuse shared memory, transferred, or by their buffer, which is the
 * whole heap. Told when the module is compiled, because the exception, or the wrong number, comes at run time from a line that was right without parfor.
 */
import type { Diagnostic } from '@parfor/compiler'
import type { Node, types } from './babel.ts'
import { unwrap, walk } from './babel.ts'
import { locationOf } from './lower/refusal.ts'
import type { Names } from './names.ts'
import { itemsOf, refusedIn } from './shared-apis.ts'
import { HeapArrays, isAlloc } from './shared-arrays.ts'
import type { SharedArrays } from './shared-arrays.ts'
import { elementOf } from './types/elements.ts'
import { keyOf } from './types/syntax.ts'

interface Use { node: Node; array: Node; problem: string; cure: (name: string) => string }

export function sharedUses(given: SharedArrays): Diagnostic[] {
  const { babel, names, types, constructions } = given
  if (constructions.size === 0 && ![...types.scope.imports.values()].some(isAlloc)) return []
  const heap = new HeapArrays(given)
  const uses: Use[] = []
  walk(babel.types, names.program.node, (node) => {
    for (const use of usesIn(node, names)) if (heap.has(use.array)) uses.push(use)
  })
  return uses.map(toDiagnostic)
}

function toDiagnostic({ node, array, problem, cure }: Use): Diagnostic {
  const named = unwrap(array)
  const name = named.type === 'Identifier' ? named.name : undefined
  return {
    code: 'PF409', severity: 'warning', location: locationOf(node),
    message: `${name === undefined ? 'this array' : `'${name}'`} may live in the shared heap, ${problem}`, cure: `${cure(name ?? 'it')}, or set results: 'copy' so that marked functions make ordinary arrays.`,
  }
}

function usesIn(node: Node, names: Names): Use[] {
  const refused = refusedIn(node, names).map(({ array, by }): Use => {
    const owner = bufferOwner(array)
    return { node, array: owner ?? array, problem: `which ${by} refuses`, cure: (name) => `Pass a copy, ${name}.slice()${owner ? '.buffer' : ''}` }
  })
  return [...refused, ...transfersIn(node, names), ...wholeHeapIn(node, names)]
}

/** `x` of `x.buffer` */
function bufferOwner(node: Node | undefined): Node | undefined {
  const member = node && unwrap(node)
  if (member?.type !== 'MemberExpression' && member?.type !== 'OptionalMemberExpression') return undefined
  return keyOf({ key: member.property, computed: member.computed }) === 'buffer' ? member.object : undefined
}

function transfersIn(node: Node, names: Names): Use[] {
  if (node.type !== 'CallExpression' && node.type !== 'OptionalCallExpression') return []
  const callee = unwrap(node.callee)
  if (names.isGlobal(callee, 'structuredClone')) return transfers(node, 'structuredClone')
  const isMember = callee.type === 'MemberExpression' || callee.type === 'OptionalMemberExpression'
  return names.isGlobal(callee, 'postMessage') || (isMember && keyOf({ key: callee.property, computed: callee.computed }) === 'postMessage') ? transfers(node, 'postMessage') : []
}

/** `postMessage(x, [x.buffer])`, `postMessage(x, { transfer: [x.buffer] })`, `postMessage(x, origin, [x.buffer])` */
function transfers(node: types.CallExpression | types.OptionalCallExpression, by: string): Use[] {
  return node.arguments.slice(1).flatMap((argument) => {
    const option = argument.type === 'ObjectExpression' ? argument.properties.find((one) => one.type === 'ObjectProperty' && keyOf(one) === 'transfer') : undefined
    return itemsOf(option?.type === 'ObjectProperty' ? option.value : argument).flatMap((item): Use[] => {
      const array = bufferOwner(item)
      const cure = (name: string): string => `Post it without a transfer list (nothing is copied then), or transfer the buffer of a copy, ${name}.slice()`
      return array ? [{ node, array, problem: `which ${by} cannot transfer`, cure }] : []
    })
  })
}

/** The buffer of such an array is the whole heap: who takes it for the array's own gets other bytes, and no exception. */
function wholeHeapIn(node: Node, names: Names): Use[] {
  const problem = 'of which its buffer is the whole'
  if (node.type === 'NewExpression') {
    const { callee, arguments: [first, second] } = node
    const array = bufferOwner(first)
    if (!array || callee.type !== 'Identifier' || !names.isGlobal(callee, callee.name)) return []
    if (callee.name === 'Response' || callee.name === 'Request') return [{ node, array, problem, cure: (name) => `Pass ${name} itself` }]
    const isView = elementOf(callee.name) !== undefined || callee.name === 'DataView'
    return isView && second === undefined ? [{ node, array, problem, cure: (name) => `Say which part: new ${callee.name}(${name}.buffer, ${name}.byteOffset, …)` }] : []
  }
  if (node.type === 'CallExpression') {
    const callee = unwrap(node.callee)
    const array = callee.type === 'MemberExpression' && keyOf({ key: callee.property, computed: callee.computed }) === 'slice' ? bufferOwner(callee.object) : undefined
    const start = node.arguments[0]
    const isWhole = start === undefined || start.type === 'NumericLiteral'
    return array && isWhole ? [{ node, array, problem, cure: (name) => `Use ${name}.slice().buffer` }] : []
  }
  if (node.type !== 'MemberExpression' || keyOf({ key: node.property, computed: node.computed }) !== 'byteLength') return []
  const array = bufferOwner(node.object)
  return array ? [{ node, array, problem, cure: (name) => `Use ${name}.byteLength` }] : []
}
