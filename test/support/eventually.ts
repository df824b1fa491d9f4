/** Looks until `look` gives something that is neither null nor undefined nor false, and returns it; throws what it last saw otherwise. */
export async function eventually<T>(
  look: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  options: { within?: number; what?: string } = {},
): Promise<T> {
  const until = Date.now() + (options.within ?? 60_000);
  let seen: unknown;
  for (;;) {
    try {
      const value = await look();
      if (value !== null && value !== undefined && value !== false) return value;
      seen = value;
    } catch (error) {
      seen = error;
    }
    if (Date.now() > until) throw new Error(`Did not happen in time: ${options.what ?? look}; last seen: ${seen}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
