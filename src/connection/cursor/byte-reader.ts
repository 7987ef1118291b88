/** Reads what a `ByteWriter` wrote; throws `RangeError` where the bytes end too early. */
export class ByteReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  byte(): number {
    return this.bytes(1).readUInt8(0);
  }

  count(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte <= 0x7f) return value;
    }
  }

  signed(): number {
    const value = this.count();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  uint32(): number {
    return this.bytes(4).readUInt32BE(0);
  }

  number(): number {
    return this.bytes(8).readDoubleBE(0);
  }

  text(): string {
    return this.bytes(this.count()).toString('utf8');
  }

  bytes(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new RangeError('The bytes end too early.');
    const part = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return part;
  }
}
