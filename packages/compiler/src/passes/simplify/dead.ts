/** Dead code elimination from the effects backwards: unused operations, unused results of branches, carried values that nobody sees. */
import type {
  Block, Combine, ForOperation, IfOperation, LoopOperation, Operation, ParforOperation, Region, Value, WhileOperation,
} from '../../ir/types.ts'
import { builderOperands, firstPosition, nestedBlocks, operands, results } from '../../ir/walk.ts'
import { hasEffect } from './effects.ts'

type CarryingOperation = ForOperation | WhileOperation | LoopOperation | ParforOperation

/** True if what is left could be simpler now: an `if` has less in it, or something carries less. */
export function removeDeadCode(region: Region): boolean {
  const liveness = new Liveness()
  liveness.index(region.prologue, [])
  liveness.index(region.body, [])
  for (const guard of region.guards) liveness.use(guard.condition)
  if (region.work) liveness.use(region.work)
  region.body.yields.forEach((value) => liveness.use(value))
  liveness.run()
  const sweeper = new Sweeper(liveness)
  sweeper.sweep(region.prologue)
  sweeper.sweep(region.body)
  return sweeper.changed
}

class Liveness {
  readonly values = new Set<Value>()
  readonly operations = new Set<Operation>()
  /** The operation of which a value is a result, or by which it is carried. */
  private readonly origins = new Map<Value, Operation>()
  private readonly pending: Value[] = []

  index(block: Block, enclosing: Operation[]): void {
    for (const operation of block.operations) {
      for (const value of results(operation)) this.origins.set(value, operation)
      if ('carried' in operation) for (const { parameter } of operation.carried) this.origins.set(parameter, operation)
      if (hasEffect(operation)) {
        for (const one of enclosing) this.keep(one)
        this.keep(operation)
      }
      const blocks = nestedBlocks(operation)
      if (blocks.length === 0) continue
      const around = [...enclosing, operation]
      for (const inner of blocks) this.index(inner, around)
    }
  }

  use(value: Value): void {
    if (this.values.has(value)) return
    this.values.add(value)
    this.pending.push(value)
  }

  run(): void {
    for (let value = this.pending.pop(); value; value = this.pending.pop()) {
      const operation = this.origins.get(value)
      if (!operation) continue
      this.keep(operation)
      if (operation.kind === 'if') {
        const index = operation.results.indexOf(value)
        this.use(operation.then.yields[index])
        this.use(operation.else.yields[index])
      } else if ('carried' in operation) {
        const index = operation.carried.findIndex((one, position) => one.parameter === value || operation.results[position] === value)
        if (index >= 0) this.carry(operation, index)
      }
    }
  }

  /** A carried value lives as a whole: what goes in, what is handed on, and for a parfor what it is combined by. */
  private carry(operation: CarryingOperation, index: number): void {
    const { parameter, initial } = operation.carried[index]
    this.use(parameter)
    this.use(initial)
    this.use(operation.body.yields[index])
    if (operation.kind !== 'parfor') return
    for (const other of linked(operation.combines[index])) this.use(operation.carried[other].parameter)
  }

  /** Keeps an operation, but only those of its results and carried values that are used. */
  private keep(operation: Operation): void {
    if (this.operations.has(operation)) return
    this.operations.add(operation)
    for (const value of structuralOperands(operation)) this.use(value)
    if (operation.kind === 'while') for (const value of operation.condition.yields) this.use(value)
    for (const value of builderOperands(operation)) this.use(value)
  }
}

/** What an operation uses whatever becomes of its results: for a loop, what decides how often it runs. */
function structuralOperands(operation: Operation): readonly Value[] {
  switch (operation.kind) {
    case 'for': return [operation.lower, operation.upper]
    case 'loop': return [operation.trips]
    case 'parfor': return [...operation.dimensions.map((dimension) => dimension.trips), ...operation.builders.flatMap(firstPosition)]
    case 'while': return []
    default: return operands(operation)
  }
}

function linked(combine: Combine): number[] {
  if ('winner' in combine) return [combine.winner]
  return 'of' in combine ? [combine.of] : []
}

class Sweeper {
  changed = false
  private readonly liveness: Liveness

  constructor(liveness: Liveness) {
    this.liveness = liveness
  }

  sweep(block: Block, inBranch = false): void {
    const kept = block.operations.filter((operation) => this.liveness.operations.has(operation))
    if (inBranch && kept.length < block.operations.length) this.changed = true
    block.operations = kept
    for (const operation of kept) {
      const isBranch = operation.kind === 'if'
      if (isBranch) this.sweepResults(operation)
      else if ('carried' in operation) this.sweepCarried(operation)
      for (const nested of nestedBlocks(operation)) this.sweep(nested, isBranch)
    }
  }

  private sweepResults(operation: IfOperation): void {
    const live = operation.results.flatMap((value, index) => this.liveness.values.has(value) ? [index] : [])
    if (live.length === operation.results.length) return
    this.changed = true
    operation.results = pick(operation.results, live)
    operation.then.yields = pick(operation.then.yields, live)
    operation.else.yields = pick(operation.else.yields, live)
  }

  private sweepCarried(operation: CarryingOperation): void {
    const live = operation.carried.flatMap((one, index) =>
      this.liveness.values.has(one.parameter) || this.liveness.values.has(operation.results[index]) ? [index] : [])
    if (live.length === operation.carried.length) return
    this.changed = true
    operation.carried = pick(operation.carried, live)
    operation.results = pick(operation.results, live)
    operation.body.yields = pick(operation.body.yields, live)
    if (operation.kind === 'parfor') this.renumber(operation, live)
  }

  private renumber(operation: ParforOperation, live: number[]): void {
    operation.combines = pick(operation.combines, live).map((combine) => {
      if ('winner' in combine) return { ...combine, winner: live.indexOf(combine.winner) }
      return 'of' in combine ? { ...combine, of: live.indexOf(combine.of) } : combine
    })
  }
}

function pick<Item>(items: Item[], indices: number[]): Item[] {
  return indices.map((index) => items[index])
}
