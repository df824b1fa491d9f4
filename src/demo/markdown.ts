/**
 * The Markdown of a pull request as its reader sees it on the page, in plain text: folded parts open and indented,
 * code indented, no markup. Only for what Backstroke writes.
 */
export function asRead(markdown: string): string {
  let depth = 0;
  let code = false;
  const lines: string[] = [];
  for (const line of markdown.split('\n')) {
    if (/^<\/?details>$/.test(line)) {
      depth = line === '<details>' ? 1 : 0;
      continue;
    }
    if (line.startsWith('```')) {
      code = !code;
      continue;
    }
    const summary = /^<summary>(.*)<\/summary>$/.exec(line)?.[1];
    if (summary !== undefined) lines.push(`▾ ${summary}`);
    else lines.push(line === '' ? '' : `${'  '.repeat(depth + (code ? 1 : 0))}${code ? line : inline(line)}`);
  }
  return lines
    .filter((line, at) => line !== '' || lines[at - 1] !== '')
    .join('\n')
    .trim();
}

function inline(text: string): string {
  return text.replace(/\*\*([^*]+)\*\*/g, '$1').replace(/\[([^\]]+)\]\(([^)]+)\)/g, '$1 ($2)');
}
