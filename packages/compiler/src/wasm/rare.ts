/**
 * Branches that are seldom taken (`if … rare`), out of line: a function for one lane, and one around it for the lanes of a vector. So the vector math kernels
 * bring their special cases along once in a module, however often they are used, and what only those need takes no registers from the loop.
 */
import { printConstant } from '../ir/print.ts'
import type { Block, IfOperation, Operation, Value } from '../ir/types.ts'
import { blockParameters, nestedBlocks, operands, results } from '../ir/walk.ts'
import type { Constants, Kernel } from './kernel.ts'
import type { FunctionBuilder } from './function.ts'
import { wasmType } from './environment.ts'
import { emitScalarBlock } from './scalar.ts'

export interface RareBranch {
  /** Live-ins to results. */
  code: FunctionBuilder
  liveIns: Value[]
  key: string
}

/** What a call can hand over in passing. */
const MOST_LIVE_INS = 6

export class RareBranches {
  private readonly kernel: Kernel
  private readonly known = new Map<IfOperation, RareBranch | undefined>()
  private readonly branches = new Map<string, RareBranch>()
  private readonly vectors = new Map<string, FunctionBuilder>()
  private count = 0

  constructor(kernel: Kernel) {
    this.kernel = kernel
  }

  /** The function of the branch; undefined where it has to stay where it is. */
  of(operation: IfOperation): RareBranch | undefined {
    if (operation.hint !== 'rare') return undefined
    if (!this.known.has(operation)) this.known.set(operation, this.make(operation))
    return this.known.get(operation)
  }

  private make({ then, results: outputs }: IfOperation): RareBranch | undefined {
    const constants: Constants = new Map()
    const liveIns = this.kernel.liveIns({ kind: 'single', body: then }, constants)
    const isSimple = isPureBlock(then) && liveIns.length <= MOST_LIVE_INS && liveIns.every(({ type }) => type === 'f64' || type === 'bool')
    if (!isSimple || !outputs.every(({ type }) => type === 'f64')) return undefined
    const key = textOf(then, liveIns, constants)
    let branch = this.branches.get(key)
    if (!branch) {
      const code = this.kernel.module.function(`rarely_${this.count++}`, {
        parameters: liveIns.map(({ type }) => wasmType(type)), results: outputs.map(({ type }) => wasmType(type)),
      })
      const environment = this.kernel.environment(code, -1)
      for (const [value, constant] of constants) environment.bindConstant(value, constant)
      liveIns.forEach((value, index) => environment.bind(value, index))
      emitScalarBlock(environment, then, () => false)
      for (const value of then.yields) environment.push(value)
      branch = { code, liveIns, key }
      this.branches.set(key, branch)
    }
    return { ...branch, liveIns }
  }

  /** (mask, results so far, live-ins) to results, for two lanes: those that are masked get what the branch computes for them. */
  ofVectors({ code: scalar, liveIns, key }: RareBranch, isVarying: (value: Value) => boolean): FunctionBuilder {
    const varying = liveIns.map(isVarying)
    const name = `${key} ${varying.join(' ')}`
    let code = this.vectors.get(name)
    if (!code) {
      const outputs = scalar.signature.results.map(() => 'v128' as const)
      const parameters = liveIns.map((value, index) => varying[index] ? 'v128' as const : wasmType(value.type))
      code = this.kernel.module.function(`${scalar.name}_vectors`, { parameters: ['v128', ...outputs, ...parameters], results: outputs })
      this.emitVectors(code, scalar, liveIns, varying)
      this.vectors.set(name, code)
    }
    return code
  }

  private emitVectors(code: FunctionBuilder, scalar: FunctionBuilder, liveIns: Value[], varying: boolean[]): void {
    const count = scalar.signature.results.length
    const values = Array.from({ length: count }, () => code.local('f64'))
    const pushMask = (local: number, lane: number): void => { code.get(local); code.lane('i64x2.extract_lane', lane); code.op('i32.wrap_i64') }
    for (const lane of [0, 1]) {
      pushMask(0, lane)
      code.if(() => {
        liveIns.forEach((value, index) => {
          const local = 1 + count + index
          if (!varying[index]) code.get(local)
          else if (value.type === 'bool') { pushMask(local, lane); code.i32(1); code.op('i32.and') }
          else { code.get(local); code.lane('f64x2.extract_lane', lane) }
        })
        code.call(scalar)
        for (const local of values.toReversed()) code.set(local)
        values.forEach((local, index) => { code.get(1 + index); code.get(local); code.lane('f64x2.replace_lane', lane); code.set(1 + index) })
      })
    }
    for (let index = 0; index < count; index++) code.get(1 + index)
  }
}

function isPureBlock(block: Block): boolean {
  return block.operations.every((operation) => {
    switch (operation.kind) {
      case 'const': case 'unary': case 'binary': case 'compare': case 'select': case 'convert': return true
      case 'if': case 'while': case 'loop': return nestedBlocks(operation).every(isPureBlock)
      default: return false
    }
  })
}

/** The same text for blocks that compute the same from their live-ins. */
function textOf(block: Block, liveIns: Value[], constants: Constants): string {
  const numbers = new Map<Value, number>()
  const name = (value: Value): string => {
    const constant = constants.get(value)
    if (constant !== undefined) return `${value.type}:${printConstant(constant)}`
    if (!numbers.has(value)) numbers.set(value, numbers.size)
    return `${value.type}%${numbers.get(value)}`
  }
  const names = (values: readonly Value[]): string => values.map(name).join()
  const operation = (one: Operation): string => {
    const detail = 'operator' in one ? one.operator : 'relation' in one ? one.relation : 'mode' in one ? one.mode : one.kind === 'const' ? printConstant(one.value) : ''
    const inner = nestedBlocks(one).map(text)
    return `${one.kind} ${detail} ${names(operands(one))} ${names(blockParameters(one))} ${inner.join('')}=${names(results(one))}`
  }
  const text = ({ operations, yields }: Block): string => `{${operations.map(operation).join(';')};${names(yields)}}`
  return `${names(liveIns)}${text(block)}`
}
