/**
 * Expressions that the host evaluates once, before the region: `this.scale`, `options?.alpha ?? 0.5`, `mode === 'linear'`, `import.meta.env.DEV`. They
 * consist of variables and properties that the region leaves alone, and of operators that call nobody's code.
 */
import type { Binding, Node } from '../babel.ts'
import { unwrap } from '../babel.ts'
import type { HostType } from '../types/elements.ts'
import { enumMember } from './enums.ts'
import type { Lowering } from './lowering.ts'
import { Refusal } from './refusal.ts'

export interface HostExpression {
  /** Names it in diagnostics. */
  readonly text: string
  readonly roots: readonly Binding[]
  readonly type: HostType
  /** Statements, and the name of the value. It is undefined, which no kernel takes, wherever the original would throw. */
  readonly print: (take: (base: string) => string) => { statements: string[]; name: string }
}

/** A variable, `this` or `import.meta`, and the properties that are read from there. */
interface Chain { root: string; binding: Binding | undefined; steps: readonly { name: string; optional: boolean }[] }

/** What is read off `this` or `import.meta`, or with `?.`. Chains of plain properties that start from a variable are places. */
export function hostChain(lowering: Lowering, expression: Node): HostExpression | undefined {
  const node = unwrap(expression)
  const chain = chainOf(lowering, node)
  if (!chain || chain.steps.length === 0 || (chain.binding && chain.steps.every(({ optional }) => !optional))) return undefined
  return {
    text: [chain.root, ...chain.steps.map(({ name }) => name)].join('.'), roots: chain.binding ? [chain.binding] : [], type: isFlag(chain) ? { kind: 'boolean' } : lowering.types.ofExpression(node),
    print: (take) => {
      const name = take(`__pf_${nameOf(chain)}`)
      return { statements: [`const ${name} = ${lenient(chain)};`], name }
    },
  }
}

/** The whole expression, if no part of it changes in the region; `type` is what it gives, `wrap` what is done to its value. */
export function hostExpression(lowering: Lowering, expression: Node, type: HostType, wrap = (text: string): string => text): HostExpression | undefined {
  const chains: Chain[] = []
  const text = textOf(lowering, expression, (chain) => {
    chains.push(chain)
    // As it is written: with and without `?.` are two things, of which one may throw.
    return chain.root + chain.steps.map(({ name, optional }) => `${optional ? '?' : ''}.${name}`).join('')
  })
  if (text === undefined || chains.length === 0) return undefined
  const last = nameOf(chains[0])
  return {
    text: wrap(text), type, roots: chains.flatMap(({ binding }) => binding ?? []),
    print: (take) => {
      const bases = new Bases(take)
      const value = wrap(textOf(lowering, expression, (chain) => bases.read(chain))!)
      const name = take(`__pf_${last}`)
      const { statements, missing } = bases
      return { statements: [...statements, `const ${name} = ${missing.length > 0 ? `${missing.join(' || ')} ? undefined : ` : ''}${value};`], name }
    },
  }
}

/** What must be there if the original is not to throw, each read once. */
class Bases {
  readonly statements: string[] = []
  readonly missing: string[] = []
  private readonly names = new Map<string, string>()
  private readonly take: (base: string) => string

  constructor(take: (base: string) => string) {
    this.take = take
  }

  read(chain: Chain): string {
    const count = chain.steps.findLastIndex(({ optional }) => !optional)
    if (count < 0) return lenient(chain)
    const base = { ...chain, steps: chain.steps.slice(0, count) }
    return [this.named(base), ...chain.steps.slice(count).map(({ name, optional }) => `${optional ? '?' : ''}.${name}`)].join('').replace(/^(import\.meta)\?/, '$1')
  }

  private named(base: Chain): string {
    const text = lenient(base)
    let name = this.names.get(text)
    if (name !== undefined) return name
    name = base.steps.length === 0 ? text : this.take(`__pf_${nameOf(base)}`)
    this.names.set(text, name)
    if (base.steps.length > 0) this.statements.push(`const ${name} = ${text};`)
    if (text !== 'import.meta') this.missing.push(`${name} == null`)
    return name
  }
}

/** Nothing may throw that the loop, with no trips, would not have read: hence `?.`. */
function lenient({ root, steps }: Chain): string {
  return [root, ...steps.map(({ name }) => name)].join('?.').replace(/^import\.meta\?/, 'import.meta')
}

function nameOf({ root, steps }: Chain): string {
  return (steps.at(-1)?.name ?? root).replace(/\W/g, '')
}

/** Vite's own. */
function isFlag({ root, steps }: Chain): boolean {
  return root === 'import.meta' && steps[0].name === 'env' && steps.length === 2 && /^(?:DEV|PROD|SSR)$/.test(steps[1].name)
}

function chainOf(lowering: Lowering, expression: Node): Chain | undefined {
  const node = unwrap(expression)
  switch (node.type) {
    case 'Identifier': {
      const binding = lowering.binding(node)
      return binding && isUnchanged(lowering, binding) ? { root: node.name, binding, steps: [] } : undefined
    }
    case 'ThisExpression':
      if (lowering.inlining.some((inner) => inner.type !== 'ArrowFunctionExpression' || !lowering.liveIns.contains(inner))) throw new Refusal('PF300', node, 'a function with `this` of its own is called', 'Pass what it reads off `this` as arguments.')
      if (lowering.liveIns.isBeforeSuper()) throw new Refusal('PF300', node, '`this` of a derived class may not be there yet', 'Move the loop into a method.')
      return { root: 'this', binding: undefined, steps: [] }
    case 'MetaProperty': return node.meta.name === 'import' ? { root: 'import.meta', binding: undefined, steps: [] } : undefined
    case 'MemberExpression': case 'OptionalMemberExpression': {
      const name = node.computed ? undefined : node.property.type === 'Identifier' ? node.property.name : node.property.type === 'PrivateName' ? `#${node.property.id.name}` : undefined
      const object = name === undefined ? undefined : chainOf(lowering, node.object)
      return object && { ...object, steps: [...object.steps, { name: name!, optional: node.optional === true }] }
    }
    default: return undefined
  }
}

/** The variable is the host's, and the region does not assign it before it is read here. */
function isUnchanged(lowering: Lowering, binding: Binding): boolean {
  return lowering.environment.get(binding) === undefined && binding.kind !== 'hoisted' && lowering.liveIns.isHost(binding)
}

const operators = new Set(['===', '!==', '&&', '||', '??'])

/** The source of an expression, with every variable and property as `read` gives it; undefined where it could change, or run somebody's code. */
function textOf(lowering: Lowering, expression: Node, read: (chain: Chain) => string): string | undefined {
  const node = unwrap(expression)
  const of = (inner: Node): string | undefined => textOf(lowering, inner, read)
  switch (node.type) {
    case 'NumericLiteral': case 'BooleanLiteral': return String(node.value)
    case 'StringLiteral': return JSON.stringify(node.value)
    case 'NullLiteral': return 'null'
    case 'UnaryExpression': {
      const isPure = node.operator === '!' || node.operator === 'typeof' || (node.operator === '-' && unwrap(node.argument).type === 'NumericLiteral')
      const argument = isPure ? of(node.argument) : undefined
      return argument === undefined ? undefined : `${node.operator} (${argument})`
    }
    case 'BinaryExpression': case 'LogicalExpression': {
      // With null or undefined on one side, == asks for nothing else.
      const loose = (node.operator === '==' || node.operator === '!=') && [node.left, node.right].some((side) => isNullish(lowering, side))
      const left = loose || operators.has(node.operator) ? of(node.left) : undefined
      const right = left === undefined ? undefined : of(node.right)
      return right === undefined ? undefined : `(${left} ${node.operator} ${right})`
    }
    case 'ConditionalExpression': {
      const parts = [node.test, node.consequent, node.alternate].map(of)
      return parts.includes(undefined) ? undefined : `(${parts[0]} ? ${parts[1]} : ${parts[2]})`
    }
    default: {
      if (lowering.names.isGlobal(node, 'undefined')) return 'undefined'
      const member = enumMember(lowering, node)
      if (member !== undefined) return JSON.stringify(member)
      const chain = chainOf(lowering, node)
      return chain && read(chain)
    }
  }
}

export function isNullish(lowering: Lowering, node: Node): boolean {
  const inner = unwrap(node)
  return inner.type === 'NullLiteral' || lowering.names.isGlobal(inner, 'undefined')
}
