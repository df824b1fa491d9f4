/** Answers about commits never change, so they are kept; a failure is asked again. */
export function remember() {
  const kept = new Map<string, Promise<unknown>>();
  return {
    cached<T>(key: string, make: () => Promise<T>): Promise<T> {
      const found = kept.get(key) as Promise<T> | undefined;
      if (found) return found;
      const made = make();
      kept.set(key, made);
      made.catch(() => kept.delete(key));
      return made;
    },
  };
}
