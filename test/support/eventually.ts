/** Milliseconds between two looks: often at first, then a tenth of the time waited so far, as looks cost others theirs. */
const pause = (waited: number) => Math.min(Math.max(waited / 10, 50), 250);

/** Looks until `look` gives something that is neither null nor undefined nor false, and returns it; throws what it last saw otherwise. */
export async function eventually<T>(
  look: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  options: { within?: number; what?: string } = {},
): Promise<T> {
  const begun = Date.now();
  const within = options.within ?? 60_000;
  let seen: unknown;
  for (;;) {
    try {
      const value = await look();
      if (value !== null && value !== undefined && value !== false) return value;
      seen = value;
    } catch (error) {
      seen = error;
    }
    const waited = Date.now() - begun;
    if (waited > within) throw new Error(`Did not happen in time: ${options.what ?? look}; last seen: ${seen}`);
    await new Promise((resolve) => setTimeout(resolve, pause(waited)));
  }
}
