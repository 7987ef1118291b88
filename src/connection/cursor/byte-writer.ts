/** Writes the few kinds of values that a cursor consists of. */
export class ByteWriter {
  readonly #bytes: number[] = [];

  byte(value: number): this {
    this.#bytes.push(value & 0xff);
    return this;
  }

  /** A whole number from 0 on, seven bits a byte. */
  count(value: number): this {
    let rest = value;
    while (rest > 0x7f) {
      this.byte((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    return this.byte(rest);
  }

  /** A whole number, of either sign. */
  signed(value: number): this {
    return this.count(value < 0 ? -2 * value - 1 : 2 * value);
  }

  uint32(value: number): this {
    const buffer = Buffer.alloc(4);
    buffer.writeUInt32BE(value);
    return this.bytes(buffer);
  }

  number(value: number): this {
    const buffer = Buffer.alloc(8);
    buffer.writeDoubleBE(value);
    return this.bytes(buffer);
  }

  text(value: string): this {
    const buffer = Buffer.from(value, 'utf8');
    return this.count(buffer.length).bytes(buffer);
  }

  bytes(buffer: Uint8Array): this {
    for (const value of buffer) this.#bytes.push(value);
    return this;
  }

  end(): Buffer {
    return Buffer.from(this.#bytes);
  }
}
