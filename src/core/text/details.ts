/** Markdown that is folded away until somebody opens it. `summary` is HTML: never somebody else's words. */
export function details(summary: string, parts: string[]): string {
  return [`<details>\n<summary>${summary}</summary>`, ...parts, '</details>'].join('\n\n');
}
