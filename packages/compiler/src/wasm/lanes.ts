/** Code for one group of lanes of a lane loop: the SPMD form with `lanes` trips at a time. */
import type { LaneLoop, SpmdBlock, SpmdIf, SpmdLoop, SpmdMaskedWhile, SpmdOperation, SpmdWhen, SpmdWhile } from '../ir/spmd.ts'
import type { Carried, Value } from '../ir/types.ts'
import { assertExhaustive } from '../ir/walk.ts'
import type { Environment } from './environment.ts'
import type { Label } from './function.ts'
import { laneCells } from './frame.ts'
import { emitLaneAppend, type Appending } from './append.ts'
import { emitLaneHistogram, emitLaneLoad, emitLaneStore } from './lane-access.ts'
import { emitLaneBinary, emitLaneCompare, emitLaneSelect, emitLaneUnary } from './lane-arithmetic.ts'
import { emitLaneConvert } from './lane-convert.ts'
import { constantBytes, LaneValues } from './lane-values.ts'
import type { RareBranch } from './rare.ts'
import { countedLoop, emitScalar } from './scalar.ts'

export class LaneGroup {
  private readonly values: LaneValues
  private readonly loop: LaneLoop
  private readonly block: SpmdBlock
  private accumulators: number[][] = []
  private readonly appending: readonly Appending[]

  /** To be made in front of the loop over the groups: uniform values are spread over vectors here. */
  constructor(environment: Environment, loop: LaneLoop, block: SpmdBlock, lanes: number, appending: readonly Appending[]) {
    this.loop = loop
    this.appending = appending
    this.block = block
    this.values = new LaneValues(environment, lanes, loop.varying, loop.affine, block)
    const uniform = this.uniformOperands(block.operations)
    for (const { builder } of appending) for (const { value } of builder.columns) this.note(value, uniform)
    for (const value of uniform) if (environment.knows(value) && environment.constant(value) === undefined) this.values.splat(value)
  }

  /** Uniform values that stand beside varying ones. */
  private uniformOperands(operations: SpmdOperation[], found: Set<Value> = new Set()): Set<Value> {
    const { values } = this
    for (const operation of operations) {
      switch (operation.kind) {
        case 'binary': case 'compare':
          if (operation.kind === 'binary' && values.isAffine(operation.result)) break
          if (values.isVarying(operation.left)) this.note(operation.right, found)
          else if (values.isVarying(operation.right)) this.note(operation.left, found)
          break
        case 'select':
          if (!values.isVarying(operation.result)) break
          this.note(operation.whenTrue, found)
          this.note(operation.whenFalse, found)
          break
        case 'access':
          if ('store' in operation) this.note(operation.store.value, found)
          break
        case 'if': this.uniformOperands(operation.then.operations, found); this.uniformOperands(operation.else.operations, found); break
        case 'loop': this.uniformOperands(operation.body.operations, found); break
        case 'while': case 'maskedwhile':
          this.uniformOperands(operation.condition.operations, found)
          this.uniformOperands(operation.body.operations, found)
          break
        case 'when':
          if (!this.outOfLine(operation)) this.uniformOperands(operation.body.operations, found)
          this.uniformOperands(operation.otherwise.operations, found)
          break
        default:
      }
    }
    return found
  }

  private note(value: Value, found: Set<Value>): void {
    if (!this.values.isVarying(value)) found.add(value)
  }

  loadCells(scratch: number): void {
    const { code } = this.values
    this.accumulators = this.loop.carried.map(({ parameter }, index) => {
      const locals = this.values.allocate(parameter)
      locals.forEach((local, vector) => {
        code.get(scratch)
        code.memory('v128.load', laneCells(index) + 16 * vector)
        if (parameter.type === 'bool') { code.v128(constantBytes('i32', 0)); code.op('i32x4.ne') }
        code.set(local)
      })
      return locals
    })
  }

  storeCells(scratch: number): void {
    const { code } = this.values
    this.loop.carried.forEach(({ parameter }, index) => {
      this.accumulators[index].forEach((local, vector) => {
        code.get(scratch)
        code.get(local)
        if (parameter.type === 'bool') { code.v128(constantBytes('i32', 1)); code.op('v128.and') }
        code.memory('v128.store', laneCells(index) + 16 * vector)
      })
    })
  }

  /** One group, from the trip in the local `start` on. */
  trips(start: number): void {
    const { values } = this
    values.scoped(() => {
      values.bindFirst(this.loop.trip, start)
      this.emit(this.block.operations)
      for (const one of this.appending) emitLaneAppend(values, one)
      this.assign(this.loop.carried, this.accumulators, this.block.yields)
    })
  }

  private emit(operations: SpmdOperation[]): void { for (const operation of operations) this.operation(operation) }

  private operation(operation: SpmdOperation): void {
    const { values } = this
    switch (operation.kind) {
      case 'const': case 'length': return emitScalar(values.environment, operation, () => false)
      case 'access':
        if ('load' in operation) return emitLaneLoad(values, operation)
        return 'store' in operation ? emitLaneStore(values, operation) : emitLaneHistogram(values, operation)
      case 'if': return this.if(operation)
      case 'loop': return this.uniformLoop(operation)
      case 'while': return this.while(operation)
      case 'maskedwhile': return this.maskedWhile(operation)
      case 'when': return this.when(operation)
      default:
    }
    if (!values.isVarying(operation.result)) return emitScalar(values.environment, operation, () => false)
    // Subscripts and the like are computed for lane 0 where they are needed.
    if (values.isAffine(operation.result)) return
    switch (operation.kind) {
      case 'unary': return emitLaneUnary(values, operation)
      case 'binary': return emitLaneBinary(values, operation)
      case 'compare': return emitLaneCompare(values, operation)
      case 'select': return emitLaneSelect(values, operation)
      case 'convert': return emitLaneConvert(values, operation)
      default: assertExhaustive(operation, 'lanes')
    }
  }

  private pushAny(mask: Value): void {
    const { values } = this
    const { code } = values
    if (!values.isVarying(mask)) return values.environment.push(mask)
    const locals = values.maskLocals(mask, values.ownWidth(mask))
    locals.forEach((local, vector) => {
      code.get(local)
      if (vector > 0) code.op('v128.or')
    })
    code.op('v128.any_true')
  }

  /** Reads all values before the first local is written. */
  private assign(carried: Carried[], targets: number[][], sources: Value[]): void {
    carried.forEach(({ parameter }, index) => this.values.pushAll(sources[index], parameter))
    for (const local of targets.flat().toReversed()) this.values.code.set(local)
  }

  private start(carried: Carried[]): number[][] {
    const targets = carried.map(({ parameter }) => this.values.allocate(parameter))
    this.assign(carried, targets, carried.map((one) => one.initial))
    return targets
  }

  /** Results that are the carried values after the last trip: the same locals. */
  private carry(carried: Carried[], results: Value[]): number[][] {
    const targets = this.start(carried)
    results.forEach((result, index) => {
      if (result.type === 'bool' && this.values.isVarying(result)) {
        this.values.bindMask(result, this.values.maskWidth(carried[index].parameter), targets[index])
      } else this.values.alias(result, targets[index])
    })
    return targets
  }

  private if(operation: SpmdIf): void {
    this.values.environment.push(operation.condition)
    this.arms(operation.results, operation.then, operation.else)
  }

  private outOfLine({ rare }: SpmdWhen): RareBranch | undefined { return rare && this.values.environment.rare.of(rare) }

  private when(operation: SpmdWhen): void {
    const rare = this.outOfLine(operation)
    if (rare) return this.callRare(operation, rare)
    this.pushAny(operation.mask)
    this.arms(operation.results, operation.body, operation.otherwise)
  }

  private callRare({ mask, results, otherwise }: SpmdWhen, branch: RareBranch): void {
    const { values } = this
    const { code, environment } = values
    const targets = results.map((result) => values.allocate(result))
    results.forEach((result, index) => values.pushAll(otherwise.yields[index], result))
    for (const local of targets.flat().toReversed()) code.set(local)
    const lanes = environment.rare.ofVectors(branch, (value) => values.isVarying(value))
    this.pushAny(mask)
    code.if(() => values.scoped(() => {
      for (let vector = 0; vector < values.count('f64'); vector++) {
        values.pushMask(mask, 64, vector)
        for (const target of targets) code.get(target[vector])
        for (const value of branch.liveIns) {
          if (!values.isVarying(value)) environment.push(value)
          else if (value.type === 'bool') values.pushMask(value, 64, vector)
          else values.push(value, vector)
        }
        code.call(lanes)
        for (const target of targets.toReversed()) code.set(target[vector])
      }
    }))
  }

  /** The condition is on the stack. */
  private arms(results: Value[], then: SpmdBlock, otherwise: SpmdBlock): void {
    const { values } = this
    const targets = results.map((result) => values.allocate(result))
    const branch = (block: SpmdBlock) => (): void => values.scoped(() => {
      this.emit(block.operations)
      results.forEach((result, index) => values.pushAll(block.yields[index], result))
      for (const local of targets.flat().toReversed()) values.code.set(local)
    })
    values.code.if(branch(then), results.length > 0 || otherwise.operations.length > 0 ? branch(otherwise) : undefined)
  }

  private uniformLoop(operation: SpmdLoop): void {
    const { values } = this
    const { environment } = values
    const targets = this.carry(operation.carried, operation.results)
    const trip = environment.declare(operation.trip)
    countedLoop(environment, trip, operation.trips, () => values.scoped(() => {
      this.emit(operation.body.operations)
      this.assign(operation.carried, targets, operation.body.yields)
    }))
  }

  private while(operation: SpmdWhile): void {
    const { values } = this
    const { code, environment } = values
    const targets = this.carry(operation.carried, operation.results)
    code.block((done) => code.loop((again) => values.scoped(() => {
      this.emit(operation.condition.operations)
      environment.push(operation.condition.yields[0])
      code.op('i32.eqz')
      code.brIf(done)
      this.emit(operation.body.operations)
      this.assign(operation.carried, targets, operation.body.yields)
      code.br(again)
    })))
  }

  private maskedWhile(operation: SpmdMaskedWhile): void {
    const { values } = this
    const { code } = values
    const { carried, entered, active, leaving, mask } = operation
    const width = values.maskWidth(entered)
    const running = values.fresh(values.lanes * width / 128)
    running.forEach((local, vector) => {
      if (mask) values.pushMask(mask, width, vector)
      else code.v128(new Uint8Array(16).fill(0xff))
      code.set(local)
    })
    const targets = this.start(carried)
    const results = operation.results.map((result, index) => operation.frozen[index] ? values.allocate(result) : [])
    const test = (done: Label): void => {
      values.bindMask(entered, width, running)
      this.emit(operation.condition.operations)
      const [condition] = operation.condition.yields
      values.defineMask(leaving, width, (vector) => {
        code.get(running[vector]); values.pushMask(condition, width, vector); code.op('v128.andnot')
      })
      this.pushAny(leaving)
      for (const one of operation.uniform) { values.environment.push(one); code.op('i32.eqz', 'i32.or') }
      code.if(() => values.scoped(() => {
        this.leaveTogether(operation, running)
        this.freeze(operation, results)
        running.forEach((local, vector) => {
          code.get(local); values.pushMask(leaving, width, vector); code.op('v128.andnot'); code.set(local)
        })
        values.bindMask(active, width, running)
        this.pushAny(active)
        code.op('i32.eqz')
        code.brIf(done)
      }))
    }
    code.block((done) => {
      // The exit is tested where lanes leave: with none to start with, none would.
      if (mask) { this.pushAny(mask); code.op('i32.eqz'); code.brIf(done) }
      // The test is at the end of the loop: V8 moves invariant code out of a loop only from where every way out passes.
      values.scoped(() => test(done))
      code.loop((again) => values.scoped(() => {
        // Scoped, because what was derived from carried values is out of date once they are assigned.
        values.scoped(() => {
          values.bindMask(active, width, running)
          this.emit(operation.body.operations)
          this.assign(carried, targets, operation.body.yields)
        })
        test(done)
        code.br(again)
      }))
    })
  }

  /** All that run leave when a condition that they have in common fails. */
  private leaveTogether({ uniform, leaving }: SpmdMaskedWhile, running: number[]): void {
    const { values } = this
    const { code } = values
    if (uniform.length === 0) return
    values.maskLocals(leaving, values.maskWidth(leaving)).forEach((local, vector) => {
      code.get(local)
      uniform.forEach((one, index) => {
        values.pushMask(one, 32, vector)
        if (index > 0) code.op('v128.and')
      })
      code.op('v128.not', 'v128.or')
      code.get(running[vector]); code.op('v128.and')
      code.set(local)
    })
  }

  /** Results of the lanes that leave. */
  private freeze({ carried, results, frozen, leaving }: SpmdMaskedWhile, targets: number[][]): void {
    const { values } = this
    const { code } = values
    carried.forEach(({ parameter }, index) => {
      if (!frozen[index]) return
      const isMask = parameter.type === 'bool'
      const width = isMask ? values.maskWidth(results[index]) : values.perVector(parameter.type) === 2 ? 64 : 32
      targets[index].forEach((local, vector) => {
        if (isMask) values.pushMask(parameter, width, vector)
        else values.push(parameter, vector)
        code.get(local)
        values.pushMask(leaving, width, vector)
        code.op('v128.bitselect')
        code.set(local)
      })
    })
  }
}
