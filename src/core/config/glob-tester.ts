/**
 * Whether globs match, as `glob.ts` says, however many stars they have: what a glob may be in the middle of are bits, and each
 * character of a path moves all of them at once.
 */

/** Counts what matching took: a step is one character of a path against 32 of a glob. */
export interface Work {
  steps: number;
}

const slash = '/'.charCodeAt(0);

/** Whether a path matches the glob. It adds to `work` what that took: at most the length of the path for each 32 of the glob. */
export function globTester(glob: string): (path: string, work: Work) => boolean {
  const tokens = glob.match(/\*+|[^*]/g) ?? [];
  const size = Math.ceil((tokens.length + 1) / 32);
  /** A bit for each token that is one of these. */
  const bitsOf = (is: (token: string) => boolean) => {
    const bits = new Int32Array(size);
    for (const [at, token] of tokens.entries()) if (is(token)) bits[at >> 5] = (bits[at >> 5] ?? 0) | (1 << (at & 31));
    return bits;
  };
  const stars = bitsOf((token) => token.startsWith('*'));
  const deep = bitsOf((token) => token.startsWith('**'));
  const none = bitsOf(() => false);
  const literals = new Map([...new Set(tokens)].map((one) => [one.charCodeAt(0), bitsOf((token) => token === one)]));
  literals.delete('*'.charCodeAt(0));
  // Bit n: the tokens before n match what was read. A star matches nothing, too.
  const begin = new Int32Array(size);
  begin[0] = tokens[0]?.startsWith('*') ? 3 : 1;
  const state = new Int32Array(size);
  return (path, work) => {
    state.set(begin);
    for (let at = 0; at < path.length; at += 1) {
      const code = path.charCodeAt(at);
      const literal = literals.get(code) ?? none;
      const staying = code === slash ? deep : stars;
      let movedOn = 0;
      let skipped = 0;
      let alive = 0;
      for (let word = 0; word < size; word += 1) {
        const was = state[word] ?? 0;
        const moves = was & (literal[word] ?? 0);
        const now = (was & (staying[word] ?? 0)) | (moves << 1) | movedOn;
        const skips = now & (stars[word] ?? 0);
        const next = now | (skips << 1) | skipped;
        movedOn = moves >>> 31;
        skipped = skips >>> 31;
        state[word] = next;
        alive |= next;
      }
      work.steps += size;
      if (alive === 0) return false;
    }
    return ((state[tokens.length >> 5] ?? 0) & (1 << (tokens.length & 31))) !== 0;
  };
}
