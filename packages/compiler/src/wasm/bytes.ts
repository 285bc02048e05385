const encoder = new TextEncoder()

/** A growing byte buffer with the number formats of the binary format. */
export class ByteWriter {
  private buffer = new Uint8Array(256)
  length = 0

  private grow(count: number): void {
    const larger = new Uint8Array(Math.max(this.buffer.length * 2, this.length + count))
    larger.set(this.buffer.subarray(0, this.length))
    this.buffer = larger
  }

  byte(value: number): void {
    if (this.length === this.buffer.length) this.grow(1)
    this.buffer[this.length++] = value
  }

  bytes(values: Uint8Array): void {
    if (this.length + values.length > this.buffer.length) this.grow(values.length)
    this.buffer.set(values, this.length)
    this.length += values.length
  }

  /** Unsigned LEB128 of up to 32 bits. */
  unsigned(value: number): void {
    let rest = value >>> 0
    while (rest >= 0x80) {
      this.byte((rest & 0x7f) | 0x80)
      rest >>>= 7
    }
    this.byte(rest)
  }

  /** Signed LEB128 of up to 32 bits. */
  signed32(value: number): void {
    let rest = value | 0
    while (rest < -0x40 || rest >= 0x40) {
      this.byte((rest & 0x7f) | 0x80)
      rest >>= 7
    }
    this.byte(rest & 0x7f)
  }

  /** Signed LEB128 of up to 64 bits. */
  signed64(value: bigint): void {
    let rest = value
    for (;;) {
      const low = Number(rest & 0x7fn)
      rest >>= 7n
      if ((rest === 0n && (low & 0x40) === 0) || (rest === -1n && (low & 0x40) !== 0)) {
        this.byte(low)
        return
      }
      this.byte(low | 0x80)
    }
  }

  float32(value: number): void { this.bytes(new Uint8Array(new Float32Array([value]).buffer)) }
  float64(value: number): void { this.bytes(new Uint8Array(new Float64Array([value]).buffer)) }

  text(value: string): void {
    const encoded = encoder.encode(value)
    this.unsigned(encoded.length)
    this.bytes(encoded)
  }

  /** A length-prefixed part, written by `fill`. */
  sized(fill: (part: ByteWriter) => void): void {
    const part = new ByteWriter()
    fill(part)
    this.unsigned(part.length)
    this.bytes(part.finish())
  }

  finish(): Uint8Array { return this.buffer.slice(0, this.length) }
}
