/** A list of statements becomes a region, or a reason why not. */
import type { Diagnostic, ElementType, Region } from '@parfor/compiler'
import type { Babel, Binding, Node } from '../babel.ts'
import { isFunction, unwrap, walk } from '../babel.ts'
import type { Names } from '../names.ts'
import type { TypeReader } from '../types/reader.ts'
import { LiveIns, rootsOf } from './live-ins.ts'
import type { Place, RegionPlace } from './live-ins.ts'
import { loopCall } from './loop-calls.ts'
import { Lowering, isValue, outside } from './lowering.ts'
import type { Decisions } from './lowering.ts'
import { markObservedReads } from './observed.ts'
import { requireExact } from './operators.ts'
import { Refusal, restart } from './refusal.ts'
import { assignedIn } from './scan.ts'
import { lowerStatements } from './statements.ts'
import { readVariable } from './variables.ts'

export interface LoweredRegion {
  region: Region
  /** Host places of `region.arrays` and `region.scalars`, in their order. */
  arrays: Place[]
  scalars: Place[]
  /** Host variables that take `region.outputs`. */
  outputs: Binding[]
  /** Host variables that take arrays made for the region, by their numbers among `region.arrays`. */
  made: [Binding, number][]
  /** What the region returns from the function: the last output, or an array. */
  returned: 'output' | number | undefined
  /** Element types of arrays that the region leaves open, by name, as the calls that were seen have them. */
  assumed: ReadonlyMap<string, ElementType>
  /** What must hold of `region.arrays`, by number, as it follows the array in the source. */
  tests: ReadonlyMap<number, ReadonlySet<string>>
  /** Ids of the loops that stand in the source of the region. */
  loops: Map<number, Node>
}

export interface RegionRequest {
  babel: Babel
  names: Names
  types: TypeReader
  name: string
  statements: Node[]
  where: RegionPlace
  /** The value that the variable has after the region may be read. `needed`: the region itself reads the variable at its entry. */
  isLiveAfter: (binding: Binding, needed: boolean) => boolean
  /** The id of a loop, if it stands in the function; loops of inlined functions get ids from `firstFreeLoop` on. */
  ownLoop: (node: Node) => number | undefined
  firstFreeLoop: number
}

/** More rounds than this have never been seen: each one records a decision about a variable or a loop. */
const ROUNDS = 64

export function lowerRegion(request: RegionRequest): LoweredRegion | Diagnostic {
  const decisions: Decisions = { materialised: new Set(), wrapped: new Set(), asWhile: new Set(), presetResults: new Map() }
  for (let round = 0; round < ROUNDS; round++) {
    try {
      return attempt(request, decisions)
    } catch (error) {
      if (error instanceof Refusal) return error.toDiagnostic()
      if (error !== restart) throw error
    }
  }
  return new Refusal('PF300', request.statements[0], 'the loop is too entangled to analyse', 'Split it into smaller loops.').toDiagnostic()
}

function attempt(request: RegionRequest, decisions: Decisions): LoweredRegion {
  const loops = new Map<number, Node>()
  let free = request.firstFreeLoop
  const loopIds = (node: Node): number => {
    const own = request.ownLoop(node)
    if (own === undefined) return free++
    loops.set(own, node)
    return own
  }
  const lowering: Lowering = new Lowering(
    request.babel, request.names, request.types, decisions, (self) => new LiveIns(self, request.where), loopIds, request.name,
  )
  for (const binding of decisions.materialised) {
    lowering.assign(binding, lowering.liveIns.scalar({ root: binding, path: [] }, binding.identifier))
  }
  for (const statement of request.statements) refuseClosures(lowering, statement)
  lowering.last = request.statements.at(-1)
  lowerStatements(lowering, request.statements)
  const { outputs, made } = lowerOutputs(lowering, request)
  const returned = lowerResult(lowering, request)
  markObservedReads(lowering.region, lowering.observed, lowering.equalities)
  return {
    region: lowering.region,
    arrays: lowering.liveIns.arrays.map((one) => one.place),
    scalars: lowering.liveIns.scalars.map((one) => one.place),
    outputs, made, returned, loops, assumed: lowering.liveIns.assumed,
    tests: new Map([...lowering.tests].map(([array, tests]) => [lowering.region.arrays.indexOf(array), tests])),
  }
}

function lowerResult(lowering: Lowering, request: RegionRequest): LoweredRegion['returned'] {
  const { result, region } = lowering
  if (result === undefined) return undefined
  if (!isValue(result)) return region.arrays.indexOf(result.array)
  requireExact(lowering, result, request.statements[0], 'the result')
  lowering.observed.push(result)
  region.outputs.push({ name: 'result', type: result.type })
  region.body.yields.push(result)
  return 'output'
}

function lowerOutputs(lowering: Lowering, request: RegionRequest): { outputs: Binding[]; made: [Binding, number][] } {
  const outputs: Binding[] = []
  const made: [Binding, number][] = []
  for (const binding of assignedIn(lowering, request.statements)) {
    const needed = lowering.liveIns.scalars.some((one) => rootsOf(one.place).includes(binding))
    if (request.where.scope.getBinding(binding.identifier.name) !== binding || !request.isLiveAfter(binding, needed)) continue
    const slot = lowering.environment.get(binding)
    if (slot === undefined) continue
    if (typeof slot === 'object' && 'array' in slot) {
      const number = lowering.region.arrays.indexOf(slot.array)
      if ('maker' in lowering.liveIns.arrays[number].place) {
        made.push([binding, number])
        continue
      }
    }
    const declaration = binding.kind === 'var' ? undefined : binding.path.node
    if (declaration?.type === 'VariableDeclarator' && declaration.id !== binding.identifier) throw outside(declaration.id, 'a pattern that declares variables which are read after the loop')
    const value = isValue(slot) ? slot : readVariable(lowering, binding, binding.identifier)
    requireExact(lowering, value, request.statements[0], `'${binding.identifier.name}'`)
    lowering.observed.push(value)
    lowering.region.outputs.push({ name: binding.identifier.name, type: value.type })
    lowering.region.body.yields.push(value)
    outputs.push(binding)
  }
  return { outputs, made }
}

/** A function made in the region could see its variables one by one, trip by trip. */
function refuseClosures(lowering: Lowering, statement: Node): void {
  const called = new Set<Node>()
  walk(lowering.babel.types, statement, (node) => {
    if (node.type === 'CallExpression' && loopCall(lowering.names, node)) node.arguments.forEach((one) => called.add(unwrap(one)))
    if (!isFunction(node) || called.has(node)) return
    throw new Refusal('PF302', node, 'a function is created inside the loop and captures its variables', 'Write the body of the function into the loop.')
  })
}
