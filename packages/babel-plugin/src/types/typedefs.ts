/** Types that are declared in comments: `@typedef`, `@property`, `@import`. */
import type { Node, types } from '../babel.ts'
import type { Library } from '../modules/library.ts'
import type { ModuleScope } from '../modules/scope.ts'
import { unknownType } from './elements.ts'
import type { HostType } from './elements.ts'
import { fromText, syntaxOf, tagsOf, templatesIn } from './jsdoc.ts'
import type { TypeParameter } from './syntax.ts'
import { bound, contextOf, fromTypeNode, intersectionOf } from './typescript.ts'

export interface Typedef {
  /** What stands in its braces, unless it only announces properties. */
  syntax: Node | undefined
  /** Types by name, as text. */
  properties: ReadonlyMap<string, string>
  parameters: readonly TypeParameter[]
}

export function readTypedefs(library: Library, comments: readonly types.Comment[]): { typedefs: Map<string, Typedef>; imports: types.ImportDeclaration[] } {
  const typedefs = new Map<string, Typedef>()
  const imports: types.ImportDeclaration[] = []
  for (const { type, value } of comments) {
    if (type !== 'CommentBlock' || !value.startsWith('*') || !/@(?:typedef|import)\b/.test(value)) continue
    const tags = tagsOf(value)
    const parameters = templatesIn([value], library)
    tags.forEach((tag, index) => {
      if (tag.name === 'typedef') {
        const name = /^[\w$]+/.exec(tag.text)?.[0]
        if (name !== undefined) typedefs.set(name, { syntax: announces(tag.type) ? undefined : syntaxOf(tag.type!, library), properties: propertiesAfter(tags, index), parameters })
      } else if (tag.name === 'import') {
        // The braces of `@import { Grid } from './grid.js'` look like those of a type.
        const clause = tag.type === undefined ? tag.text : `{${tag.type}} ${tag.text}`
        const statement = library.parseStatement(`import type ${clause}`)
        if (statement?.type === 'ImportDeclaration') imports.push(statement)
      }
    })
  }
  return { typedefs, imports }
}

function announces(type: string | undefined): boolean {
  return type === undefined || /^\s*[Oo]bject\s*$/.test(type)
}

function propertiesAfter(tags: ReturnType<typeof tagsOf>, index: number): Map<string, string> {
  const properties = new Map<string, string>()
  for (const { name, type, text } of tags.slice(index + 1)) {
    if (name === 'typedef') break
    const property = name === 'property' || name === 'prop' ? /^\[?\s*([\w$]+)/.exec(text)?.[1] : undefined
    if (property !== undefined && type !== undefined) properties.set(property, type)
  }
  return properties
}

export function typedefType(typedef: Typedef, scope: ModuleScope, given: readonly HostType[]): HostType {
  const { syntax, properties, parameters } = typedef
  const context = bound(parameters, given, contextOf(scope))
  const type = syntax ? scope.library.once(typedef, () => fromTypeNode(syntax, context)) : unknownType
  if (properties.size === 0) return type
  const own: HostType = {
    kind: 'object',
    member: (name) => {
      const text = properties.get(name)
      return text === undefined ? unknownType : fromText(text, context)
    },
  }
  return type.kind === 'object' ? intersectionOf([own, type]) : own
}
