/** One function under construction: instructions are appended in order, locals are declared as they are asked for. */
import { ByteWriter } from './bytes.ts'
import {
  laneMemoryOpcodes, laneOpcodes, memoryOpcodes, opcodes, SHUFFLE, V128_CONST, valueTypes,
  type LaneMemoryOpcode, type LaneOpcode, type MemoryOpcode, type Opcode, type WasmType,
} from './opcodes.ts'

export interface Signature { parameters: WasmType[]; results: WasmType[] }

/** A branch target: the nesting depth at which its block was opened. */
export type Label = number

export class FunctionBuilder {
  readonly name: string
  readonly signature: Signature
  /** Number in the module's function index space; set by the module. */
  readonly index: number
  readonly body = new ByteWriter()
  readonly locals: WasmType[] = []
  private depth = 0

  constructor(name: string, index: number, signature: Signature) {
    this.name = name
    this.index = index
    this.signature = signature
  }

  local(type: WasmType): number {
    this.locals.push(type)
    return this.signature.parameters.length + this.locals.length - 1
  }

  private opcode(code: number): void {
    if (code > 0xff) {
      this.body.byte(code >>> 16)
      this.body.unsigned(code & 0xffff)
    } else this.body.byte(code)
  }

  op(...names: Opcode[]): void { for (const name of names) this.opcode(opcodes[name]) }
  get(local: number): void { this.body.byte(0x20); this.body.unsigned(local) }
  set(local: number): void { this.body.byte(0x21); this.body.unsigned(local) }
  tee(local: number): void { this.body.byte(0x22); this.body.unsigned(local) }

  i32(value: number): void { this.body.byte(0x41); this.body.signed32(value) }
  i64(value: bigint): void { this.body.byte(0x42); this.body.signed64(BigInt.asIntN(64, value)) }
  f32(value: number): void { this.body.byte(0x43); this.body.float32(value) }
  f64(value: number): void { this.body.byte(0x44); this.body.float64(value) }

  v128(bytes: Uint8Array): void {
    if (bytes.length !== 16) throw new Error(`v128.const of ${bytes.length} bytes`)
    this.opcode(V128_CONST)
    this.body.bytes(bytes)
  }

  /** Bytes 0–15 name the first operand, 16–31 the second. */
  shuffle(...lanes: number[]): void {
    if (lanes.length !== 16) throw new Error(`shuffle of ${lanes.length} lanes`)
    this.opcode(SHUFFLE)
    this.body.bytes(new Uint8Array(lanes))
  }

  lane(name: LaneOpcode, lane: number): void { this.opcode(laneOpcodes[name]); this.body.byte(lane) }

  /** `element` is the alignment that is certain (base-two logarithm), for vectors that need not be aligned. Atomics take the natural one. */
  memory(name: MemoryOpcode, offset = 0, element?: number): void {
    const [code, natural] = memoryOpcodes[name]
    this.opcode(code)
    this.body.unsigned(element === undefined ? natural : Math.min(element, natural))
    this.body.unsigned(offset)
  }

  laneMemory(name: LaneMemoryOpcode, offset: number, lane: number): void {
    const [code, natural] = laneMemoryOpcodes[name]
    this.opcode(code)
    this.body.unsigned(natural)
    this.body.unsigned(offset)
    this.body.byte(lane)
  }

  call(target: { index: number }): void { this.body.byte(0x10); this.body.unsigned(target.index) }

  /** Leaves the smaller of two i64 locals. */
  smaller(left: number, right: number): void {
    for (const local of [left, right, left, right]) this.get(local)
    this.op('i64.lt_s', 'select')
  }

  private open(code: number, body: (label: Label) => void): void {
    this.body.byte(code)
    this.body.byte(0x40)
    this.depth++
    body(this.depth)
    this.depth--
    this.body.byte(0x0b)
  }

  /** A branch to the label of a block leaves it. */
  block(body: (label: Label) => void): void { this.open(0x02, body) }
  /** A branch to the label of a loop starts its next trip. */
  loop(body: (label: Label) => void): void { this.open(0x03, body) }

  /** Takes the condition from the stack. */
  if(then: () => void, otherwise?: () => void): void {
    this.open(0x04, () => {
      then()
      if (otherwise) {
        this.body.byte(0x05)
        otherwise()
      }
    })
  }

  br(label: Label): void { this.body.byte(0x0c); this.body.unsigned(this.depth - label) }
  brIf(label: Label): void { this.body.byte(0x0d); this.body.unsigned(this.depth - label) }

  encode(): Uint8Array {
    const runs: { type: WasmType; count: number }[] = []
    for (const type of this.locals) {
      const last = runs.at(-1)
      if (last?.type === type) last.count++
      else runs.push({ type, count: 1 })
    }
    const out = new ByteWriter()
    out.unsigned(runs.length)
    for (const run of runs) {
      out.unsigned(run.count)
      out.byte(valueTypes[run.type])
    }
    out.bytes(this.body.finish())
    out.byte(0x0b)
    return out.finish()
  }
}
