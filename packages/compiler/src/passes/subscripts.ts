/**
 * Affine subscripts become i32 arithmetic, and a guard on entry ensures that all of them are in range; their accesses are `guarded` from then on.
 * An access that not every trip makes may well avoid by its condition what is out of range: it is guarded where an unconditional access with the same
 * subscript asks for it anyway, or where the conditions on the way to it show that it starts in range. All others stay `checked`.
 */
import { isAccess, type Access as Operation } from '../analysis/accesses.ts'
import { Facts } from '../analysis/facts.ts'
import { Polynomial } from '../analysis/polynomial.ts'
import { analyseRanges } from '../analysis/ranges.ts'
import * as symbolic from '../analysis/symbolic.ts'
import type { Condition } from '../analysis/symbolic.ts'
import type { Pass, PassContext } from '../context.ts'
import { Builder } from '../ir/builder.ts'
import type { ArrayParameter, Block, LengthOperation, Region, Value } from '../ir/types.ts'
import { forEachRegionOperation } from '../ir/walk.ts'
import { accessesOf, type Access } from './subscripts/accesses.ts'
import { Exactness } from './subscripts/exactness.ts'
import { Paths } from './subscripts/paths.ts'
import { Prover } from './subscripts/prover.ts'

/** A guarded load cannot give NaN, which may prove the subscript that it is part of. */
const ROUNDS = 3

export const subscripts: Pass = (region, context) => {
  for (let round = 0; round < ROUNDS; round++) if (!new Round(region).run()) break
  refuseStrict(region, context)
}

/** Accesses to one array whose subscripts differ by a constant. */
interface Group { array: ArrayParameter; moving: Polynomial; key: string; trips: Value[]; least: number; greatest: number; members: Member[] }
interface Member { access: Access; constant: number; exact: Condition }

class Round {
  private readonly region: Region
  private readonly facts: Facts
  private readonly prover: Prover
  private readonly exactness: Exactness
  private readonly paths: Paths
  private readonly accesses: Access[]
  private readonly lengths = new Map<ArrayParameter, Value>()
  private readonly accepted = new Map<Operation, Access>()

  constructor(region: Region) {
    this.region = region
    // Facts know only values that exist when they are made.
    forEachRegionOperation(region, (operation) => { if (operation.kind === 'length' && !this.lengths.has(operation.array)) this.lengths.set(operation.array, operation.result) })
    for (const array of region.arrays) if (!this.lengths.has(array)) this.lengths.set(array, appendLength(region, array))
    const { accesses, depths } = accessesOf(region)
    this.accesses = accesses.filter(({ operation }) => operation.bounds !== 'guarded')
    this.facts = new Facts(region)
    const ranges = analyseRanges(region)
    this.prover = new Prover(this.facts, ranges, depths)
    this.exactness = new Exactness(this.facts, ranges, this.prover)
    this.paths = new Paths(this.facts, ranges, this.prover, this.exactness)
  }

  /** True if some accesses were guarded, so that another round may find more of the others. */
  run(): boolean {
    const unconditional = this.groups(this.accesses.filter(({ conditional, operation }) => !conditional || operation.bounds === 'strict'))
    for (const array of this.region.arrays) this.guard(array, unconditional.filter((group) => group.array === array))
    const footprints = new Map(unconditional.filter((group) => this.accepted.has(group.members[0].access.operation)).map((group) => [footprint(group), group]))
    for (const group of this.groups(this.accesses.filter(({ operation }) => !this.accepted.has(operation)))) this.follow(group, footprints)
    this.rewrite()
    return this.accepted.size > 0 && this.accepted.size < this.accesses.length
  }

  private groups(accesses: Access[]): Group[] {
    const groups = new Map<string, Group>()
    for (const access of accesses) {
      const polynomial = this.prover.polynomial(access.operation.index)
      const exact = this.exactness.of(access.operation.index)
      if (exact === false) continue
      const constant = polynomial.constantTerm
      const moving = polynomial.minus(Polynomial.constant(constant))
      const key = [...moving.terms].map(([atoms, { coefficient }]) => `${coefficient}*${atoms}`).sort().join('+')
      const trips = access.trips.map((trip) => trip.id).join()
      const name = `${this.region.arrays.indexOf(access.operation.array)}:${key}:${trips}`
      const group = groups.get(name) ?? { array: access.operation.array, moving, key: `${key}:${trips}`, trips: access.trips, least: constant, greatest: constant, members: [] }
      group.least = Math.min(group.least, constant)
      group.greatest = Math.max(group.greatest, constant)
      group.members.push({ access, constant, exact })
      groups.set(name, group)
    }
    return [...groups.values()]
  }

  /** One guard for an array; groups for which there is none stay checked. */
  private guard(array: ArrayParameter, groups: Group[]): void {
    const conditions: Condition[] = []
    for (const group of groups) {
      const condition = symbolic.all(this.inRange(group), ...group.members.map((member) => member.exact))
      if (condition === false) continue
      conditions.push(condition === true ? true : symbolic.any(...this.withoutTrips(group), condition))
      for (const { access } of group.members) this.accepted.set(access.operation, access)
    }
    const first = groups.find((group) => this.accepted.has(group.members[0].access.operation))
    if (first) this.assume(array, symbolic.all(...conditions), first.members[0].access)
  }

  private assume(array: ArrayParameter, condition: Condition, { operation: { location } }: Access): void {
    if (condition !== true) this.facts.assume({ condition, reason: `subscripts of '${array.name}' are in range`, ...(location && { location }) })
  }

  private inRange(group: Group, given: Polynomial[] = []): Condition { return symbolic.all(this.fromZero(group, given), this.belowLength(group, given)) }

  private fromZero({ moving, least, trips }: Group, given: Polynomial[]): Condition {
    return this.prover.nonNegative(moving.plus(Polynomial.constant(least)), trips, given)
  }

  private belowLength({ array, moving, greatest, trips }: Group, given: Polynomial[]): Condition {
    const length = Polynomial.atom(this.lengths.get(array)!)
    return this.prover.nonNegative(length.minus(moving).minus(Polynomial.constant(greatest + 1)), trips, given)
  }

  /** Conditions of which each means that the accesses are never made. */
  private withoutTrips({ trips }: Group): Condition[] {
    return trips.flatMap((trip) => {
      const count = this.facts.extents.get(trip)!
      return this.facts.isEarly(count) ? [symbolic.lessOrEqual(symbolic.known(count), 0)] : []
    })
  }

  /** Accesses that are not made in every trip. */
  private follow(group: Group, footprints: ReadonlyMap<string, Group>): void {
    const like = footprints.get(footprint(group))
    const covered = group.members.filter(({ constant }) => like && constant >= like.least && constant <= like.greatest)
    const rest = group.members.filter((member) => !covered.includes(member))
    if (covered.length > 0) {
      const constants = covered.map((member) => member.constant)
      this.guard(group.array, [{ ...group, members: covered, least: Math.min(...constants), greatest: Math.max(...constants) }])
    }
    for (const member of rest) this.alone({ ...group, members: [member], least: member.constant, greatest: member.constant }, member)
  }

  /**
   * With what the program tests on the way. Where that proves the lower end, the upper end may be guarded: what a loop does with elements from 0 on,
   * it does up to the length.
   */
  private alone(group: Group, { access, exact }: Member): void {
    const given = this.paths.along(access.path)
    if (this.fromZero(group, given) !== true) return
    const isMoving = [...group.moving.atoms()].some((atom) => this.facts.extents.has(atom))
    const condition = symbolic.all(this.belowLength(group, given), exact)
    if (condition === false || (condition !== true && !isMoving)) return
    this.assume(group.array, condition === true ? true : symbolic.any(...this.withoutTrips(group), condition), access)
    this.accepted.set(access.operation, access)
  }

  private rewrite(): void {
    const blocks = new Set([...this.accepted.values()].map((access) => access.block))
    for (const block of blocks) this.rewriteBlock(block)
  }

  private rewriteBlock(block: Block): void {
    const builder = new Builder(this.region, { operations: [], yields: [] })
    const known = new Map<Value, Value>()
    for (const operation of block.operations) {
      if (isAccess(operation) && this.accepted.has(operation)) {
        operation.bounds = 'guarded'
        operation.index = this.exactness.toInt32(operation.index, builder, known)
      }
      builder.append(operation)
    }
    block.operations = builder.block.operations
  }
}

function footprint(group: Group): string { return group.key }

function appendLength(region: Region, array: ArrayParameter): Value {
  const operation: LengthOperation = { kind: 'length', result: { id: region.nextValue++, type: 'i32' }, array }
  region.prologue.operations.push(operation)
  return operation.result
}

function refuseStrict(region: Region, context: PassContext): void {
  for (const { operation } of accessesOf(region).accesses) {
    if (operation.bounds !== 'strict') continue
    const { array, location } = operation
    context.refused = {
      code: 'PF308', severity: 'warning', message: `This read of '${array.name}' could be undefined, and the program would see it.`,
      cause: 'Its subscript is not known to be in range, and a kernel has numbers only.',
      cure: `Keep the subscript between 0 and ${array.name}.length by the bounds of the loop, or compare the element with a number.`,
      ...(location && { location }),
    }
    return
  }
}
