/** Where the values of a group of lanes are: a varying value is several v128 locals, a mask has a form for each element width. */
import type { Affine, SpmdBlock, SpmdOperation } from '../ir/spmd.ts'
import type { ScalarType, Value } from '../ir/types.ts'
import { wasmType, type Environment } from './environment.ts'
import type { FunctionBuilder } from './function.ts'
import type { Opcode } from './opcodes.ts'

/** Bits of the element that a mask goes with. */
export type MaskWidth = 32 | 64

export function isWide(type: ScalarType): boolean { return type === 'f64' || type === 'i64' || type === 'u64' }

type VectorShape = 'f64x2' | 'f32x4' | 'i64x2' | 'i32x4'

export function vectorShape(type: ScalarType): VectorShape {
  const wasm = wasmType(type)
  return wasm === 'f64' ? 'f64x2' : wasm === 'f32' ? 'f32x4' : wasm === 'i64' ? 'i64x2' : 'i32x4'
}

export class LaneValues {
  readonly environment: Environment
  readonly code: FunctionBuilder
  readonly lanes: number
  readonly varying: ReadonlySet<Value>
  private readonly affine: ReadonlyMap<Value, Affine>
  private readonly definitions = new Map<Value, SpmdOperation>()
  private readonly vectors = new Map<Value, number[]>()
  /** These are computed where they are first needed, and forgotten at the end of the block in which that was. */
  private masks = new Map<Value, Map<MaskWidth, number[]>>()
  private splats = new Map<Value, number>()
  private firsts = new Map<Value, number>()
  private spread = new Map<Value, number[]>()
  /** By offset in the frame: a local for each constant, and those that hold theirs in the present statement. Older versions of V8 would load them for every vector. */
  private readonly constants = new Map<number, number>()
  private loaded: Set<number> | undefined

  constructor(environment: Environment, lanes: number, varying: ReadonlySet<Value>, affine: ReadonlyMap<Value, Affine>, block: SpmdBlock) {
    this.environment = environment
    this.code = environment.code
    this.lanes = lanes
    this.varying = varying
    this.affine = affine
    this.findDefinitions(block.operations)
  }

  private findDefinitions(operations: SpmdOperation[]): void {
    for (const operation of operations) {
      if ('result' in operation) this.definitions.set(operation.result, operation)
      switch (operation.kind) {
        case 'if': this.findDefinitions(operation.then.operations); this.findDefinitions(operation.else.operations); break
        case 'loop': this.findDefinitions(operation.body.operations); break
        case 'while': case 'maskedwhile':
          this.findDefinitions(operation.condition.operations)
          this.findDefinitions(operation.body.operations)
          if (operation.kind === 'maskedwhile') {
            this.definitions.set(operation.entered, operation)
            this.definitions.set(operation.active, operation)
          }
          break
        case 'when': this.findDefinitions(operation.body.operations); this.findDefinitions(operation.otherwise.operations); break
        default:
      }
    }
  }

  /** Vectors of a value of this type. */
  count(type: ScalarType): number { return this.lanes * (isWide(type) ? 8 : 4) / 16 }
  perVector(type: ScalarType): number { return isWide(type) ? 2 : 4 }

  isVarying(value: Value): boolean { return this.varying.has(value) }

  fresh(count: number): number[] { return Array.from({ length: count }, () => this.code.local('v128')) }

  /** What is derived inside `body` is forgotten afterwards: it may not have run. */
  scoped(body: () => void): void {
    const saved = [this.masks, this.splats, this.firsts, this.spread] as const
    this.masks = new Map([...this.masks].map(([value, forms]) => [value, new Map(forms)]))
    this.splats = new Map(this.splats)
    this.firsts = new Map(this.firsts)
    this.spread = new Map(this.spread)
    body()
    const inner = this.masks
    ;[this.masks, this.splats, this.firsts, this.spread] = saved
    // The form in which a mask was defined stays: like any value, it is only used where it was computed.
    for (const [value, forms] of inner) {
      if (!this.masks.has(value)) this.masks.set(value, new Map([...forms].slice(0, 1)))
    }
  }

  bind(value: Value, locals: number[]): void {
    if (value.type === 'bool') this.masks.set(value, new Map([[this.maskWidth(value), locals]]))
    else this.vectors.set(value, locals)
  }

  bindMask(value: Value, width: MaskWidth, locals: number[]): void { this.masks.set(value, new Map([[width, locals]])) }

  /** Locals for a value that control flow assigns; uniform values get their scalar. */
  allocate(value: Value): number[] {
    if (!this.isVarying(value)) return [this.environment.declare(value)]
    const locals = this.fresh(value.type === 'bool' ? this.lanes * this.maskWidth(value) / 128 : this.count(value.type))
    this.bind(value, locals)
    return locals
  }

  alias(value: Value, locals: number[]): void {
    if (this.isVarying(value)) this.bind(value, locals)
    else this.environment.bind(value, locals[0])
  }

  /** Pushes all parts of `value` in the form in which `target` was allocated. */
  pushAll(value: Value, target: Value): void {
    if (!this.isVarying(target)) return this.environment.push(value)
    if (target.type !== 'bool') {
      for (let vector = 0; vector < this.count(target.type); vector++) this.push(value, vector)
      return
    }
    const width = this.maskWidth(target)
    for (let vector = 0; vector < this.lanes * width / 128; vector++) this.pushMask(value, width, vector)
  }

  /** Takes all vectors of the result from `emit`, which leaves one on the stack at each call. */
  define(result: Value, emit: (vector: number) => void): void {
    this.vectors.set(result, this.statement(this.count(result.type), emit))
  }

  /** `emit` for each vector in turn, without branches around it: a constant that was loaded for the first one is there for the others. */
  private statement(count: number, emit: (vector: number) => void): number[] {
    this.loaded = new Set()
    const locals = this.fresh(count)
    locals.forEach((local, vector) => { emit(vector); this.code.set(local) })
    this.loaded = undefined
    return locals
  }

  defineMask(result: Value, width: MaskWidth, emit: (vector: number) => void): void {
    this.bindMask(result, width, this.statement(this.lanes * width / 128, emit))
  }

  /** Number, not mask. */
  push(value: Value, vector: number): void {
    if (!this.isVarying(value)) return this.pushSplat(value)
    this.code.get(this.locals(value)[vector])
  }

  locals(value: Value): number[] {
    const locals = this.vectors.get(value) ?? this.spread.get(value)
    if (locals) return locals
    const stride = this.affine.get(value)?.stride
    if (stride === undefined) throw new Error(`%${value.id} has no vectors in ${this.code.name}`)
    return this.spreadOut(value, stride)
  }

  /** An affine value as vectors: its value in lane 0 plus the multiples of the stride. */
  private spreadOut(value: Value, stride: number): number[] {
    const { code } = this
    const first = this.first(value)
    const locals = this.fresh(this.count('i32'))
    locals.forEach((local, vector) => {
      code.get(first); code.op('i32x4.splat')
      code.v128(new Uint8Array(Int32Array.from([0, 1, 2, 3], (lane) => (vector * 4 + lane) * stride).buffer))
      code.op('i32x4.add')
      code.set(local)
    })
    this.spread.set(value, locals)
    return locals
  }

  isAffine(value: Value): boolean { return this.affine.has(value) }
  bindFirst(value: Value, local: number): void { this.firsts.set(value, local) }

  /** A local with the value that lane 0 has, of a value that is uniform or affine. */
  first(value: Value): number {
    const known = this.firsts.get(value)
    if (known !== undefined) return known
    const { code } = this
    const local = code.local('i32')
    if (!this.isVarying(value)) this.environment.push(value)
    else {
      const definition = this.affine.get(value)?.definition
      if (!definition) throw new Error(`%${value.id} is not affine`)
      if (definition.kind === 'convert') code.get(this.first(definition.operand))
      else {
        code.get(this.first(definition.left)); code.get(this.first(definition.right))
        code.op(`i32.${definition.operator}` as Opcode)
      }
    }
    code.set(local)
    this.firsts.set(value, local)
    return local
  }

  pushConstant(bytes: Uint8Array): void {
    const offset = this.environment.table.offsetOf(bytes)
    if (offset === undefined) return this.code.v128(bytes)
    let local = this.constants.get(offset)
    if (local !== undefined && this.loaded?.has(offset)) return this.code.get(local)
    this.code.get(this.environment.frame)
    this.code.memory('v128.load', offset)
    if (!this.loaded) return
    if (local === undefined) this.constants.set(offset, local = this.code.local('v128'))
    this.code.tee(local)
    this.loaded.add(offset)
  }

  private pushSplat(value: Value): void {
    const constant = this.environment.constant(value)
    if (constant === undefined) return this.code.get(this.splat(value))
    this.pushConstant(constantBytes(value.type, constant))
  }

  /** A local with the uniform value in all lanes. */
  splat(value: Value): number {
    let local = this.splats.get(value)
    if (local === undefined) {
      local = this.code.local('v128')
      if (value.type === 'bool') { this.code.i32(0); this.environment.push(value); this.code.op('i32.sub', 'i32x4.splat') }
      else { this.environment.push(value); this.code.op(`${vectorShape(value.type)}.splat`) }
      this.code.set(local)
      this.splats.set(value, local)
    }
    return local
  }

  pushMask(value: Value, width: MaskWidth, vector: number): void {
    if (!this.isVarying(value)) {
      const constant = this.environment.constant(value)
      if (constant === undefined) return this.code.get(this.splat(value))
      return this.code.v128(new Uint8Array(16).fill(constant ? 0xff : 0))
    }
    this.code.get(this.maskLocals(value, width)[vector])
  }

  maskLocals(value: Value, width: MaskWidth): number[] {
    const forms = this.masks.get(value)
    if (!forms) throw new Error(`%${value.id} has no mask in ${this.code.name}`)
    let locals = forms.get(width)
    if (!locals) forms.set(width, locals = width === 32 ? this.narrowMask(forms.get(64)!) : this.widenMask(forms.get(32)!))
    return locals
  }

  /** The width in which a mask is there already: asking for it costs nothing. */
  ownWidth(value: Value): MaskWidth {
    return this.masks.get(value)?.has(64) ? 64 : 32
  }

  private narrowMask(wide: number[]): number[] {
    const { code } = this
    return this.fresh(wide.length / 2).map((local, vector) => {
      code.get(wide[2 * vector]); code.get(wide[2 * vector + 1])
      code.shuffle(0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27)
      code.set(local)
      return local
    })
  }

  private widenMask(narrow: number[]): number[] {
    const { code } = this
    return this.fresh(narrow.length * 2).map((local, vector) => {
      code.get(narrow[vector >> 1])
      code.op(vector % 2 === 0 ? 'i64x2.extend_low_i32x4_s' : 'i64x2.extend_high_i32x4_s')
      code.set(local)
      return local
    })
  }

  /** The width in which a mask comes out of what computes it. */
  maskWidth(value: Value, seen: Set<Value> = new Set()): MaskWidth {
    const own = this.masks.get(value)
    if (own) return [...own.keys()][0]
    if (!this.isVarying(value) || seen.has(value)) return 32
    seen.add(value)
    const wider = (values: Value[]): MaskWidth => values.some((one) => this.maskWidth(one, seen) === 64) ? 64 : 32
    const definition = this.definitions.get(value)
    switch (definition?.kind) {
      case 'compare': return definition.left.type !== 'bool' ? (isWide(definition.left.type) ? 64 : 32) : wider([definition.left, definition.right])
      case 'binary': return wider([definition.left, definition.right])
      case 'unary': return definition.operator === 'odd' ? 64 : wider([definition.operand])
      case 'select': return wider([definition.whenTrue, definition.whenFalse])
      case 'maskedwhile': return wider([definition.condition.yields[0], ...(definition.mask ? [definition.mask] : [])])
      default: return 32
    }
  }
}

export function constantBytes(type: ScalarType, constant: number | bigint | boolean): Uint8Array {
  switch (vectorShape(type)) {
    case 'f64x2': return new Uint8Array(new Float64Array(2).fill(Number(constant)).buffer)
    case 'f32x4': return new Uint8Array(new Float32Array(4).fill(Number(constant)).buffer)
    case 'i64x2': return new Uint8Array(new BigInt64Array(2).fill(BigInt.asIntN(64, BigInt(constant))).buffer)
    case 'i32x4': return new Uint8Array(new Int32Array(4).fill(Number(constant) | 0).buffer)
  }
}
