/**
 * The Markdown of a pull request as its reader sees it on the page, in plain text: folded parts open and indented,
 * code indented, no markup. Only for what Backstroke writes.
 */
export function asRead(markdown: string): string {
  let depth = 0;
  let code = false;
  const lines: string[] = [];
  for (const written of markdown.split('\n')) {
    const line = code ? written : shown(written);
    if (line === null) continue;
    if (/^<(\/details|details( open)?)>$/.test(line)) {
      depth = line === '</details>' ? 0 : 1;
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

/** Without comments; null where the line is one. */
function shown(line: string): string | null {
  const text = line.replace(/<!--.*?-->/g, '');
  if (text === '' && line !== '') return null;
  return text.replace(/^- \[ \] /, '☐ ').replace(/^- \[x\] /, '☑ ');
}

function inline(text: string): string {
  return text.replace(/\*\*([^*]+)\*\*/g, '$1').replace(/\[([^\]]+)\]\(([^)]+)\)/g, '$1 ($2)');
}
