/**
 * Reads the text form of the IR. Line breaks and indentation mean nothing; `//` starts a comment.
 *
 *     region axpy {
 *       array x: f64 read                       flags: read written overwritten, `covered n`
 *       scalar a = %a.0: f64                    the live-in and the value that holds it
 *       output sum: f64
 *       alias x y same                          the identical view of both is fine too
 *       prologue { … }
 *       guard %5 "n is an integer" @3:4
 *       work %6
 *       body { … yield %7 }
 *     }
 *
 * A value is `%3`, with a name hint `%sum.3`, or — in text written by hand — only `%sum`; then it gets a number of its own. Its type stands where it
 * is defined. Operations, with their results to the left (`%8: f64, %9: i32 = …`):
 *
 *     const -0 | 5n | true        neg %1        add %1, %2        lt %1, %2        select %c, %1, %2        convert wrap %1        call exp(%1)
 *     length x        load x[%i] checked        store x[%i] = %1 guarded        histogram h[%i] add %1 checked
 *     if %c { … yield %1 } else { … yield %2 }          hints stand after the condition: `if %c rare {`, `if %c general {`
 *     for #0:rows %i: f64 = %lower while lt %upper step 1 carry (%s: f64 = %0) { … yield %1 }         the last result is the counter after the loop
 *     while #1 carry (%s: f64 = %0) { … yield %condition } do { … yield %1 }
 *     loop #2 %t: i32 < %trips carry (…) { … }
 *     parfor #3 [#3:rows %t: i32 < %trips, #4 %u: i32 < %m] carry (%s: f64 = %0 sum, %w: i32 = %1 winner) { … builders … yield %2, %3 }
 *     single { … }        barrier        allreduce sum %1        rankrange %n
 *
 * Combines: sum product min max and or xor winner, `least first winner 2`, `greatest last winner 2`, `first winner 2`, `companion 0`.
 * Builders: `compact from %first [out = %v, other = %w] when %c`, `group keys = %k [sum total = %v, count n = %one]`; their counts are the last results.
 */
import type { ArrayParameter, Region } from './types.ts'
import { elementTypes } from './vocabulary.ts'
import { emptyRegion } from './builder.ts'
import { OperationReader } from './parse/operations.ts'

export function parseRegion(text: string): Region {
  return new RegionReader(text).region()
}

class RegionReader extends OperationReader {
  private readonly parsed: Region = emptyRegion('')

  region(): Region {
    const { cursor, parsed } = this
    cursor.expect('region')
    parsed.name = cursor.name('the name of the region')
    cursor.expect('{')
    while (!cursor.accept('}')) this.declaration()
    if (cursor.token.kind !== 'end') cursor.expected('the end')
    for (const id of this.numbered.keys()) parsed.nextValue = Math.max(parsed.nextValue, id + 1)
    for (const value of this.unnumbered.values()) value.id = parsed.nextValue++
    return parsed
  }

  private declaration(): void {
    const { cursor, parsed } = this
    switch (cursor.oneOf(['array', 'scalar', 'output', 'alias', 'prologue', 'guard', 'work', 'body'], 'a declaration')) {
      case 'array': return this.arrayDeclaration()
      case 'scalar': {
        const name = cursor.name('the name of a scalar')
        cursor.expect('=')
        parsed.scalars.push({ name, value: this.define() })
        return
      }
      case 'output': {
        const name = cursor.name('the name of an output')
        cursor.expect(':')
        parsed.outputs.push({ name, type: this.type() })
        return
      }
      case 'alias':
        parsed.aliases.push({ first: this.array(), second: this.array(), same: cursor.accept('same') })
        return
      case 'prologue': parsed.prologue = this.block(); return
      case 'guard':
        parsed.guards.push({ condition: this.use(), reason: cursor.string('the reason of the guard, in quotes'), ...this.at() })
        return
      case 'work': parsed.work = this.use(); return
      case 'body': parsed.body = this.block(); return
    }
  }

  private arrayDeclaration(): void {
    const { cursor } = this
    const token = cursor.token
    const name = cursor.name('the name of an array')
    if (this.arrays.has(name)) cursor.fail(`array ${name} is declared twice`, token)
    cursor.expect(':')
    const element = cursor.oneOf(elementTypes, 'an element type')
    const array: ArrayParameter = { name, element, read: cursor.accept('read'), written: cursor.accept('written') }
    if (cursor.accept('overwritten')) array.overwritten = true
    if (cursor.accept('covered')) array.coveredBy = cursor.name('the name of an array or scalar')
    this.arrays.set(name, array)
    this.parsed.arrays.push(array)
  }
}
