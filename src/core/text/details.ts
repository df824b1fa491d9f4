/** Markdown that is folded away until somebody opens it; `open`: that may be folded away. `summary` is HTML: never somebody else's words. */
export function details(summary: string, parts: string[], { open = false } = {}): string {
  return [`<details${open ? ' open' : ''}>\n<summary>${summary}</summary>`, ...parts, '</details>'].join('\n\n');
}
