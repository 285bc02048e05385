/** Identifiers of one printed function: unique in it, so that scopes never shadow each other. */

const reserved = new Set([
  'arguments', 'await', 'break', 'case', 'catch', 'class', 'const', 'continue', 'debugger', 'default', 'delete', 'do', 'else', 'enum', 'eval', 'export',
  'extends', 'false', 'finally', 'for', 'function', 'if', 'implements', 'import', 'in', 'instanceof', 'interface', 'let', 'new', 'null', 'package',
  'private', 'protected', 'public', 'return', 'static', 'super', 'switch', 'this', 'throw', 'true', 'try', 'typeof', 'undefined', 'var', 'void', 'while',
  'with', 'yield', 'Math', 'BigInt', 'Number', 'NaN', 'Infinity', 'Float64Array', 'Int32Array', 'Map',
])

// No literal: see ir/tokens.ts.
const notInNames = new RegExp(String.raw`[^\p{ID_Continue}]+`, 'gu')

export class Names {
  private readonly taken = new Map<string, number>()

  /** An identifier that resembles the hint. Names that begin with `_$` belong to the prelude: Svelte keeps those that begin with `$` for itself. */
  fresh(hint: string): string {
    const clean = hint.replaceAll(notInNames, '_').replace(/^(?=\d)/, '_') || '_'
    const count = this.taken.get(clean)
    if (count === undefined && !reserved.has(clean)) {
      this.taken.set(clean, 1)
      return clean
    }
    for (let number = count ?? 1; ; number++) {
      const candidate = `${clean}_${number}`
      if (this.taken.has(candidate)) continue
      this.taken.set(candidate, 1)
      this.taken.set(clean, number + 1)
      return candidate
    }
  }
}
