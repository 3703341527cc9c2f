// Reads the columns that the program writes (`src/atlas/columns.rs`): numbers in LEB128, signed numbers in zigzag
// coding, and texts with their lengths.

/** Reads columns one after the other. */
export class Columns {
  private at = 0;
  private readonly decoder = new TextDecoder();

  constructor(private readonly bytes: Uint8Array) {}

  /** Decodes base64 and inflates the result. */
  static async open(packed: string): Promise<Columns> {
    const text = atob(packed.trim());
    const bytes = new Uint8Array(text.length);
    for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    return new Columns(new Uint8Array(await new Response(stream).arrayBuffer()));
  }

  number(): number {
    let number = 0;
    // This multiplies instead of shifting, because numbers may have more than 32 bits.
    for (let unit = 1; ; unit *= 128) {
      const byte = this.bytes[this.at];
      if (byte === undefined) throw new Error('the data ends too early');
      this.at += 1;
      number += (byte & 127) * unit;
      if (byte < 128) return number;
    }
  }

  numbers(): Float64Array {
    const numbers = new Float64Array(this.number());
    for (let at = 0; at < numbers.length; at += 1) numbers[at] = this.number();
    return numbers;
  }

  signed(): Float64Array {
    return this.numbers().map((number) => (number % 2 === 0 ? number / 2 : -(number + 1) / 2));
  }

  differences(): Float64Array {
    let last = 0;
    return this.signed().map((step) => (last += step));
  }

  texts(): string[] {
    const lengths = this.numbers();
    const size = this.number();
    const all = this.decoder.decode(this.bytes.subarray(this.at, this.at + size));
    this.at += size;
    let start = 0;
    return Array.from(lengths, (length) => all.slice(start, (start += length)));
  }
}
