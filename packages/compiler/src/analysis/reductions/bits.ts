/**
 * `flags |= x` in JavaScript goes from f64 to int32 and back on every trip. The carried value becomes the int32 itself; that is the same only
 * if it is one from the start, because a loop that never updates it leaves whatever it was.
 */
import type { Builder } from '../../ir/builder.ts'
import type { Block, Carried, ConvertOperation, LoopOperation, Operation, Region, Value } from '../../ir/types.ts'
import { forEachOperation, nestedBlocks, substituteOperands } from '../../ir/walk.ts'
import type { Definitions } from '../polynomial.ts'
import type { ArithmeticKind, Counted } from './arithmetic.ts'
import { dependentsOf } from './dependents.ts'

type Integer = 'i32' | 'u32'

const isBitwise = (kind: ArithmeticKind): boolean => kind === 'and' || kind === 'or' || kind === 'xor'
const isInteger = (type: string): type is Integer => type === 'i32' || type === 'u32'

/** Whether the value, if it is a number whose bits are combined, can be carried as these bits. */
export function canBeBits(loop: Counted, position: number, kind: ArithmeticKind, definitions: Definitions): boolean {
  const { parameter, initial } = loop.carried[position]
  if (!isBitwise(kind) || parameter.type !== 'f64') return true
  const reading = readingOf(loop.body, parameter)
  if (!reading) return false
  const definition = definitions.get(initial)
  if (definition?.kind === 'convert') return definition.mode === 'value' && definition.operand.type === reading
  if (definition?.kind !== 'const' || typeof definition.value !== 'number' || Object.is(definition.value, -0)) return false
  return definition.value === (reading === 'i32' ? definition.value | 0 : definition.value >>> 0)
}

/** How the bits are read as a number: all as int32, or all as uint32. */
function readingOf(body: Block, parameter: Value): Integer | undefined {
  const readings = new Set(conversions(body, dependentsOf(body, [parameter])).map(({ operand }) => operand.type))
  const [reading] = readings
  return readings.size === 1 && isInteger(reading) ? reading : undefined
}

function conversions(body: Block, states: ReadonlySet<Value>): ConvertOperation[] {
  const found: ConvertOperation[] = []
  forEachOperation(body, (operation) => {
    if (operation.kind === 'convert' && operation.result.type === 'f64' && states.has(operation.operand)) found.push(operation)
  })
  return found
}

/** Carries the bits; after the loop they are the number again. */
export function carryBits(region: Region, loop: LoopOperation, position: number, before: Builder, after: Builder): void {
  const { parameter, initial } = loop.carried[position]
  const reading = readingOf(loop.body, parameter)!
  const bits = new Bits(region, dependentsOf(loop.body, [parameter]))
  loop.carried[position] = { parameter: bits.retype(parameter), initial: before.convert('wrap', 'i32', initial) }
  bits.block(loop.body)
  const number = loop.results[position]
  const result = bits.retype(number)
  loop.results[position] = result
  const read = reading === 'i32' ? result : after.convert('wrap', 'u32', result)
  after.append({ kind: 'convert', mode: 'value', result: number, operand: read })
}

class Bits {
  private readonly region: Region
  private readonly states: ReadonlySet<Value>
  private readonly replaced = new Map<Value, Value>()

  constructor(region: Region, states: ReadonlySet<Value>) {
    this.region = region
    this.states = states
  }

  retype(value: Value): Value {
    const bits: Value = { ...value, id: this.region.nextValue++, type: 'i32' }
    this.replaced.set(value, bits)
    return bits
  }

  private isNumber(value: Value): boolean {
    return value.type === 'f64' && this.states.has(value)
  }

  private readonly use = (value: Value): Value => this.replaced.get(value) ?? value

  block(block: Block): void {
    block.operations = block.operations.flatMap((operation) => this.operation(operation))
    block.yields = block.yields.map(this.use)
  }

  private operation(operation: Operation): Operation[] {
    if (operation.kind === 'convert' && this.isNumber(operation.operand) && operation.result.type === 'i32') {
      this.replaced.set(operation.result, this.use(operation.operand))
      return []
    }
    if (operation.kind === 'convert' && this.isNumber(operation.result)) {
      if (operation.operand.type === 'i32') {
        this.replaced.set(operation.result, this.use(operation.operand))
        return []
      }
      return [{ kind: 'convert', mode: 'wrap', operand: this.use(operation.operand), result: this.retype(operation.result) }]
    }
    substituteOperands(operation, this.use)
    const carried: Carried[] = 'carried' in operation ? operation.carried : []
    for (const one of carried) if (this.isNumber(one.parameter)) one.parameter = this.retype(one.parameter)
    for (const block of nestedBlocks(operation)) this.block(block)
    if ('results' in operation) operation.results = operation.results.map((value) => this.isNumber(value) ? this.retype(value) : value)
    else if (operation.kind === 'select' && this.isNumber(operation.result)) operation.result = this.retype(operation.result)
    return [operation]
  }
}
