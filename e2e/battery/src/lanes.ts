/** Whether a kernel computes in SIMD lanes: a function of it has variables of the type v128. */
export function hasLanes(bytes: Uint8Array): boolean {
  const reader = new Reader(bytes, 8)
  while (reader.at < bytes.length) {
    const section = reader.unsigned()
    const end = reader.unsigned() + reader.at
    if (section === CODE && functionsOf(reader).some((types) => types.includes(V128))) return true
    reader.at = end
  }
  return false
}

const CODE = 10
const V128 = 0x7b

/** The types of the local variables of each function. */
function functionsOf(reader: Reader): number[][] {
  return Array.from({ length: reader.unsigned() }, () => {
    const end = reader.unsigned() + reader.at
    const types = Array.from({ length: reader.unsigned() }, () => {
      reader.unsigned()
      return reader.unsigned()
    })
    reader.at = end
    return types
  })
}

class Reader {
  at: number
  private readonly bytes: Uint8Array

  constructor(bytes: Uint8Array, at: number) {
    this.bytes = bytes
    this.at = at
  }

  /** LEB128. */
  unsigned(): number {
    let result = 0
    for (let shift = 0; ; shift += 7) {
      const byte = this.bytes[this.at++]
      result |= (byte & 0x7f) << shift
      if (byte < 0x80) return result >>> 0
    }
  }
}
