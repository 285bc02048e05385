/** The text around a region: live-ins, guards, gate, call and results, and where the choice between kernel and original is free, the end of the original. */
import type { CompiledRegion } from '@parfor/compiler'
import type { NodePath, types } from '../babel.ts'
import type { FreshPlace, Place } from '../lower/live-ins.ts'
import type { LoweredRegion } from '../lower/region.ts'
import type { FreshNames } from './names.ts'
import type { RegionEdit } from './plan.ts'

export function editRegion(statements: NodePath[], lowered: LoweredRegion, compiled: CompiledRegion, handle: string, fresh: FreshNames, make: string | undefined): RegionEdit {
  const temporaries: string[] = []
  const read = (place: Place): string => {
    if ('print' in place) {
      const { statements: read, name } = place.print((base) => fresh.take(base))
      temporaries.push(...read)
      return name
    }
    if ('maker' in place) {
      const name = fresh.take('__pf_made')
      temporaries.push(`let ${name};`)
      return name
    }
    if (place.path.length === 0) return place.root.identifier.name
    const name = fresh.take(`__pf_${place.path[place.path.length - 1]}`)
    // Nothing may throw here that the loop, with no trips, would not have read: hence `?.`.
    temporaries.push(`const ${name} = ${[place.root.identifier.name, ...place.path].join('?.')};`)
    return name
  }
  const arrays = lowered.arrays.map(read)
  const scalars = lowered.scalars.map(read)
  // What the kernel fills is made when it is sure to be tried.
  const given = lowered.arrays.map((place, index) => 'maker' in place ? `${arrays[index]} = ${makingOf(place, make)}` : arrays[index])
  const hoisted = hoistedDeclarations(statements, lowered)
  const names = hoisted.flatMap((declaration) => declaration.declarations.map(({ id }) => id.type === 'Identifier' ? id.name : ''))
  const container = statements[0]
  // Says whether this call is being timed: a variable of its own costs calls below the gate nothing, and no other call can end what this one began.
  const timed = compiled.descriptor.exact ? fresh.take(`${handle}_timed`) : undefined
  const result = lowered.returned === undefined ? undefined : fresh.take('__pf_result')
  const writeBack = [
    ...lowered.outputs.map((binding, index) => `${binding.identifier.name} = ${handle}.out[${index}];`),
    ...lowered.made.map(([binding, index]) => `${binding.identifier.name} = ${arrays[index]};`),
    ...(lowered.returned === undefined ? [] : [`return ${lowered.returned === 'output' ? `${handle}.out[${lowered.outputs.length}]` : arrays[lowered.returned]};`]),
  ]
  return {
    statements, hoisted,
    before: [...(names.length > 0 ? [`let ${names.join(', ')};`] : []), ...temporaries, ...(timed ? [`let ${timed};`] : [])].join(' '),
    condition: conditionOf(lowered, compiled, handle, arrays, given, scalars, timed),
    writeBack: writeBack.join(' '),
    after: [...(timed ? [`if (${timed}) ${handle}.ended(${timed});`] : []), ...(result ? [`return ${result};`] : [])].join(' '),
    ...(result && { result }),
    ...(container.parent.type === 'ArrowFunctionExpression' && container.parent.body === container.node && !container.isBlockStatement() && { body: container.parent }),
    needsBlock: !Array.isArray(container.container),
  }
}

function makingOf({ maker, length }: FreshPlace, make: string | undefined): string {
  return make === undefined ? `new ${maker}(${length})` : `${make}(${maker}, ${length})`
}

/**
 * The gate: small calls cost a comparison. Where a live-in is not of the expected kind the size is not known, and `run` says so to the user and
 * returns false. Instead of false `run` may return a number: the original must run, and the runtime wants to know when it has.
 */
function conditionOf(lowered: LoweredRegion, compiled: CompiledRegion, handle: string, arrays: string[], given: string[], scalars: string[], timed: string | undefined): string {
  const { region } = lowered
  const tests = [handle]
  const { sizeTest } = compiled
  if (sizeTest) {
    const places = sizeTest.arrays.map((name) => lowered.arrays[region.arrays.findIndex((one) => one.name === name)])
    const names = sizeTest.arrays.map((name) => arrays[region.arrays.findIndex((one) => one.name === name)])
    const numbers = sizeTest.scalars.map((name) => scalars[region.scalars.findIndex((one) => one.name === name)])
    const expression = sizeTest.expression
      .replace(/\$(\d+)\.length/g, (_, index: string) => {
        const place = places[Number(index)]
        return 'maker' in place ? place.length : `${names[Number(index)]}.length`
      })
      .replace(/%(\d+)/g, (_, index: string) => numbers[Number(index)])
    const unknown = [...names.flatMap((name, index) => 'maker' in places[index] ? [] : [`!ArrayBuffer.isView(${name})`]), ...numbers.map((name) => `typeof ${name} !== 'number'`)]
    const size = `${expression} >= ${handle}.gate`
    tests.push(unknown.length > 0 ? `(${[...unknown, size].join(' || ')})` : size)
  }
  for (const [index, wanted] of lowered.tests) {
    const place = lowered.arrays[index]
    for (const test of wanted) {
      if (!('maker' in place)) tests.push(`${arrays[index]}?.${test.replace(/^\./, '')}`)
      // Of what is not made yet only the length is open.
      else if (test.startsWith('.length ')) tests.push(`${place.length}${test.slice('.length'.length)}`)
    }
  }
  const run = `${handle}.run(${[...given, ...scalars].join(', ')})`
  tests.push(timed ? `(${timed} = ${run}) === true` : run)
  return tests.join(' && ')
}

/** Declarations at the top of the region whose variables are read after it. */
function hoistedDeclarations(statements: NodePath[], lowered: LoweredRegion): types.VariableDeclaration[] {
  const outputs = new Set([...lowered.outputs, ...lowered.made.map(([binding]) => binding)].map((binding) => binding.identifier))
  return statements.flatMap(({ node }) =>
    node.type === 'VariableDeclaration' && node.kind !== 'var' && node.declarations.some(({ id }) => id.type === 'Identifier' && outputs.has(id)) ? [node] : [])
}
