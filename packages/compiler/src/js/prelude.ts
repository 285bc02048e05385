/** Functions that printed code calls where JavaScript has no expression for an operation. They stand beside the function, in one closure. */

const views = 'const _$f = new Float64Array(1), _$i = new Int32Array(_$f.buffer)'

/** Typed arrays are little endian wherever JavaScript runs today: `_$i[1]` is the half with sign and exponent. */
const helpers = {
  exponent: { views: true, text: 'const _$exponent = (x) => { _$f[0] = x; return (_$i[1] >>> 20 & 2047) - 1023 }' },
  mantissa: { views: true, text: 'const _$mantissa = (x) => { _$f[0] = x; _$i[1] = _$i[1] & 0x800fffff | 0x3ff00000; return _$f[0] }' },
  // A table, because a processor waits for two narrow stores before it can read them as one double.
  pow2: {
    views: false,
    text: 'const _$powers = new Float64Array(2048)\nfor (let k = 1, power = 2 ** -1022; k < 2048; k++, power *= 2) _$powers[k] = power\n'
      + 'const _$pow2 = (k) => _$powers[k + 1023 & 2047]',
  },
  high: { views: true, text: 'const _$high = (x) => { _$f[0] = x; _$i[0] = 0; return _$f[0] }' },
  copysign: { views: true, text: 'const _$copysign = (x, y) => { _$f[0] = y; return _$i[1] < 0 ? -Math.abs(x) : Math.abs(x) }' },
  quadrant: { views: false, text: 'const _$quadrant = (x, k) => (k & 2) === 0 ? x : -x' },
  // Adding 2^52 leaves no fraction bits, so the addition rounds to an integer, half to even. Beyond 2^52 all doubles are integers.
  nearest: {
    views: false,
    text: 'const _$nearest = (x) => Math.abs(x) < 4503599627370496 ? x > 0 ? x + 4503599627370496 - 4503599627370496 '
      + ': x < 0 ? -(4503599627370496 - x - 4503599627370496) : x : x',
  },
  absBigInt: { views: false, text: 'const _$absBigInt = (x) => x < 0n ? -x : x' },
  minBigInt: { views: false, text: 'const _$minBigInt = (x, y) => x < y ? x : y' },
  maxBigInt: { views: false, text: 'const _$maxBigInt = (x, y) => x > y ? x : y' },
  // Where the operand is no integer in range, a guard is about to fail: any value will do, but BigInt() would throw.
  toBigInt: { views: false, text: 'const _$toBigInt = (x) => Math.abs(x) < 18446744073709552000 ? BigInt(Math.trunc(x)) : 0n' },
  // Rounded once: what a double cannot hold goes into a sticky bit, so that the second rounding sees it.
  bigIntToFloat: {
    views: false,
    text: 'const _$bigIntToFloat = (x) => Math.fround(Number(x > -(2n ** 53n) && x < 2n ** 53n ? x : (x | (x & 2047n) + 2047n) & -2048n))',
  },
} as const

export type HelperName = keyof typeof helpers

export class Prelude {
  private readonly definitions = new Map<string, string>()
  private needsViews = false

  /** Makes the helper part of the prelude; the name under which printed code calls it. */
  helper(name: HelperName): string {
    const { views: usesViews, text } = helpers[name]
    this.needsViews ||= usesViews
    this.definitions.set(name, text)
    return `_$${name}`
  }

  /** A helper that is made where it is needed. `make` runs at the first use only. */
  define(name: string, make: (identifier: string) => string): string {
    const identifier = `_$${name}`
    if (!this.definitions.has(name)) this.definitions.set(name, make(identifier))
    return identifier
  }

  get isEmpty(): boolean { return this.definitions.size === 0 }

  /** The function expression, inside a closure with its helpers if it needs any. */
  close(functionText: string): string {
    if (this.definitions.size === 0) return functionText
    const lines = [...(this.needsViews ? [views] : []), ...this.definitions.values(), `return ${functionText}`]
    return `/* @__PURE__ */ (() => {\n${lines.map(indent).join('\n')}\n})()`
  }
}

export function indent(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ')
}
