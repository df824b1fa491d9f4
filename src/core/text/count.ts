/** `1 commit`, `1,234,567 commits`: grouped, since GitHub may take seven digits in a row for an abbreviated sha. */
export function commits(count: number): string {
  return `${grouped(count)} ${count === 1 ? 'commit' : 'commits'}`;
}

/** `1,234,567`. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
