/** Blocks and their operations. */
import type { Block, Builder, Operation, ScalarType, UnaryOperator, Value } from '../types.ts'
import type { Token } from '../tokens.ts'
import { binaryOperators, boundsKinds, branchHints, convertModes, histogramOperators, mathArities, mathFunctions, relations, unaryOperators } from '../vocabulary.ts'
import { LoopReader } from './loops.ts'

const unaries: ReadonlySet<string> = new Set(unaryOperators)
const binaries: ReadonlySet<string> = new Set(binaryOperators)
const comparisons: ReadonlySet<string> = new Set(relations)
const reduceKinds = ['sum', 'min', 'max'] as const

export class OperationReader extends LoopReader {
  /** `{ operations [builders] [yield values] }` */
  protected block(builders?: Builder[]): Block {
    const { cursor } = this
    const block: Block = { operations: [], yields: [] }
    cursor.expect('{')
    while (!cursor.accept('}')) {
      if (cursor.accept('yield')) {
        block.yields = cursor.list(() => this.use())
        cursor.expect('}')
        break
      }
      const builder = builders && this.builder()
      if (builder) builders.push(builder)
      else if (builders && builders.length > 0) cursor.expected("a builder, 'yield' or '}'")
      else block.operations.push(this.operation())
    }
    return block
  }

  private operation(): Operation {
    const { cursor } = this
    const start = cursor.token
    if (cursor.token.kind !== 'value') return this.body(start, [])
    const pending = cursor.list(() => this.pending())
    cursor.expect('=')
    const operation = this.body(start, pending.map((one) => one.value))
    // Defined only now: an operation, and what is nested in it, cannot use its own results.
    for (const { value, token } of pending) this.register(value, token)
    return operation
  }

  private body(start: Token, defined: Value[]): Operation {
    const { cursor } = this
    const token = cursor.token
    const { text } = cursor.take('word', 'an operation')
    const single = (): Value => {
      this.arity(start, text, defined, 1)
      return defined[0]
    }
    if (unaries.has(text)) return { kind: 'unary', operator: text as UnaryOperator, result: single(), operand: this.use() }
    if (binaries.has(text)) {
      const operator = binaryOperators.find((candidate) => candidate === text)!
      return { kind: 'binary', operator, result: single(), ...this.pair() }
    }
    if (comparisons.has(text)) {
      const relation = relations.find((candidate) => candidate === text)!
      return { kind: 'compare', relation, result: single(), ...this.pair() }
    }
    switch (text) {
      case 'const': return { kind: 'const', result: single(), value: this.constant(defined[0].type) }
      case 'select': {
        const [condition, whenTrue, whenFalse] = this.usesOf(3)
        return { kind: 'select', result: single(), condition, whenTrue, whenFalse }
      }
      case 'convert': return { kind: 'convert', mode: cursor.oneOf(convertModes, 'a mode'), result: single(), operand: this.use() }
      case 'call': return this.call(single())
      case 'length': return { kind: 'length', result: single(), array: this.array() }
      case 'load': return { kind: 'load', result: single(), ...this.element(), bounds: cursor.oneOf(boundsKinds, 'bounds'), ...this.at() }
      case 'store': {
        this.arity(start, text, defined, 0)
        const element = this.element()
        cursor.expect('=')
        return { kind: 'store', ...element, value: this.use(), bounds: cursor.oneOf(boundsKinds, 'bounds'), ...this.at() }
      }
      case 'histogram': {
        this.arity(start, text, defined, 0)
        const element = this.element()
        const operator = cursor.oneOf(histogramOperators, 'an operator')
        return { kind: 'histogram', operator, ...element, value: this.use(), bounds: cursor.oneOf(boundsKinds, 'bounds'), ...this.at() }
      }
      case 'if': {
        const condition = this.use()
        const hint = branchHints.find((one) => cursor.accept(one))
        const location = this.at()
        const then = this.block()
        const otherwise = cursor.accept('else') ? this.block() : { operations: [], yields: [] }
        return { kind: 'if', results: defined, condition, then, else: otherwise, ...(hint && { hint }), ...location }
      }
      case 'for': return this.forLoop(start, defined)
      case 'while': return this.whileLoop(defined)
      case 'loop': return this.countedLoop(defined)
      case 'parfor': return this.parfor(start, defined)
      case 'single': this.arity(start, text, defined, 0); return { kind: 'single', body: this.block() }
      case 'barrier': this.arity(start, text, defined, 0); return { kind: 'barrier' }
      case 'allreduce': return { kind: 'allreduce', combine: cursor.oneOf(reduceKinds, 'a combination'), result: single(), operand: this.use() }
      case 'rankrange':
        this.arity(start, text, defined, 2)
        return { kind: 'rankrange', start: defined[0], count: defined[1], total: this.use() }
      default: return cursor.fail(`expected an operation, found '${text}'`, token)
    }
  }

  private call(result: Value): Operation {
    const { cursor } = this
    const callee = cursor.oneOf(mathFunctions, 'a function')
    const token = cursor.token
    cursor.expect('(')
    const args = cursor.accept(')') ? [] : cursor.list(() => this.use())
    if (args.length > 0) cursor.expect(')')
    const arity = mathArities[callee]
    if (arity !== 'any' && args.length !== arity) cursor.fail(`${callee} takes ${arity} argument${arity === 1 ? '' : 's'}, not ${args.length}`, token)
    return { kind: 'call', callee, result, arguments: args, ...this.at() }
  }

  private constant(type: ScalarType): number | bigint | boolean {
    const { cursor } = this
    if (type === 'bool') return cursor.oneOf(['true', 'false'], 'a constant') === 'true'
    if (type === 'i64' || type === 'u64') return BigInt(cursor.take('bigint', 'a constant like 5n').text.slice(0, -1))
    return Number(cursor.take('number', 'a number').text)
  }
}
