/** `1 commit`, `1,234,567 commits`: grouped, since GitHub may take seven digits in a row for an abbreviated sha. */
export function commits(count: number): string {
  return counted(count, 'commit');
}

/** `1 branch`, `1,234 branches`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** `1,234,567`. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `a`, `a and b`, `a, b and c`; nothing of none. */
export function inWords(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}
