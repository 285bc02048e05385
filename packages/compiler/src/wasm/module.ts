/** A module under construction: imports first, then functions; written in one go by `encode`. */
import { ByteWriter } from './bytes.ts'
import { FunctionBuilder, type Signature } from './function.ts'
import { valueTypes } from './opcodes.ts'

const section = { type: 1, import: 2, function: 3, export: 7, code: 10, custom: 0 } as const
const MAXIMUM_PAGES = 65536

function signatureKey({ parameters, results }: Signature): string { return `${parameters.join()}>${results.join()}` }

export class ModuleBuilder {
  private readonly name: string
  private readonly types: Signature[] = []
  private readonly imports: { name: string; type: number }[] = []
  private readonly functions: FunctionBuilder[] = []
  private readonly exports: { name: string; target: FunctionBuilder }[] = []

  constructor(name: string) {
    this.name = name
  }

  private type(signature: Signature): number {
    const key = signatureKey(signature)
    const found = this.types.findIndex((one) => signatureKey(one) === key)
    return found >= 0 ? found : this.types.push(signature) - 1
  }

  /** All imports come before the first function. */
  importFunction(name: string, signature: Signature): { index: number } {
    if (this.functions.length > 0) throw new Error('imports come first')
    this.imports.push({ name, type: this.type(signature) })
    return { index: this.imports.length - 1 }
  }

  function(name: string, signature: Signature): FunctionBuilder {
    const made = new FunctionBuilder(name, this.imports.length + this.functions.length, signature)
    this.type(signature)
    this.functions.push(made)
    return made
  }

  export(name: string, target: FunctionBuilder): void { this.exports.push({ name, target }) }

  encode(): Uint8Array {
    const out = new ByteWriter()
    out.bytes(new Uint8Array([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]))
    const list = (id: number, count: number, fill: (part: ByteWriter) => void): void => {
      out.byte(id)
      out.sized((part) => {
        part.unsigned(count)
        fill(part)
      })
    }
    list(section.type, this.types.length, (part) => {
      for (const { parameters, results } of this.types) {
        part.byte(0x60)
        for (const types of [parameters, results]) {
          part.unsigned(types.length)
          for (const type of types) part.byte(valueTypes[type])
        }
      }
    })
    list(section.import, this.imports.length + 1, (part) => {
      part.text('env')
      part.text('memory')
      // Kind memory, flags: shared, with a maximum.
      part.bytes(new Uint8Array([0x02, 0x03]))
      part.unsigned(1)
      part.unsigned(MAXIMUM_PAGES)
      for (const { name, type } of this.imports) {
        part.text('env')
        part.text(name)
        part.byte(0x00)
        part.unsigned(type)
      }
    })
    list(section.function, this.functions.length, (part) => {
      for (const one of this.functions) part.unsigned(this.type(one.signature))
    })
    list(section.export, this.exports.length, (part) => {
      for (const { name, target } of this.exports) {
        part.text(name)
        part.byte(0x00)
        part.unsigned(target.index)
      }
    })
    list(section.code, this.functions.length, (part) => {
      for (const one of this.functions) {
        const code = one.encode()
        part.unsigned(code.length)
        part.bytes(code)
      }
    })
    this.names(out)
    return out.finish()
  }

  /** Profilers and stack traces show these. */
  private names(out: ByteWriter): void {
    out.byte(section.custom)
    out.sized((part) => {
      part.text('name')
      part.byte(0)
      part.sized((module) => module.text(this.name))
      part.byte(1)
      part.sized((names) => {
        names.unsigned(this.imports.length + this.functions.length)
        this.imports.forEach((one, index) => { names.unsigned(index); names.text(one.name) })
        for (const one of this.functions) { names.unsigned(one.index); names.text(one.name) }
      })
    })
  }
}
