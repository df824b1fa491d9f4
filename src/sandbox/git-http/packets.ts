/** Lines as git sends them: four hexadecimal digits of length, then the line (gitprotocol-common(5), "pkt-line"). */

/** The end of a list. */
export const flush = Buffer.from('0000');

/** Longest content of a packet with a band in front (gitprotocol-pack(5), "side-band-64k"). */
const longest = 65_515;

export function packet(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from((bytes.length + 4).toString(16).padStart(4, '0')), bytes]);
}

/** The first list of packets, and what comes after its flush. */
export function readPackets(bytes: Buffer): { lines: string[]; rest: Buffer } {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = Number.parseInt(bytes.subarray(at, at + 4).toString(), 16);
    if (!(length > 4)) return { lines, rest: bytes.subarray(at + 4) };
    lines.push(
      bytes
        .subarray(at + 4, at + length)
        .toString()
        .replace(/\n$/, ''),
    );
    at += length;
  }
  return { lines, rest: Buffer.alloc(0) };
}

/** Packs data into the first band, which is the one for programs. */
export function banded(data: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < data.length; at += longest) {
    parts.push(packet(Buffer.concat([Buffer.from([1]), data.subarray(at, at + longest)])));
  }
  return Buffer.concat([...parts, flush]);
}
