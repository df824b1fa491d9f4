const paints = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;

/** What tells the story: plain lines for people, with colors where they are wanted. */
export interface Voice {
  /** One line, or an empty one. */
  line: (text?: string) => void;
  paint: (paint: keyof typeof paints, text: string) => string;
  /** `GitHub      text`, wrapped under itself. */
  fact: (label: string, text: string) => void;
  /** Lines of a quotation, wrapped and marked at their left. */
  quote: (text: string) => void;
}

/** Columns of a line, indentation included: addresses may be longer. */
const width = 110;
const indent = '   ';
const labelWidth = 14;

/** Speaks through `write`, one line at a time. */
export function createVoice(options: { write: (line: string) => void; color: boolean }): Voice {
  const paint: Voice['paint'] = (name, text) => (options.color ? `\u001b[${paints[name]}m${text}\u001b[0m` : text);
  return {
    line: (text = '') => options.write(text),
    paint,
    fact: (label, text) => {
      const lines = wrapped(text, width - indent.length - labelWidth);
      for (const [at, line] of lines.entries()) {
        const head = (at === 0 ? label : '').padEnd(labelWidth);
        options.write(`${indent}${paint('cyan', head)}${line}`);
      }
    },
    quote: (text) => {
      const left = `${indent}${' '.repeat(labelWidth)}${paint('dim', '│')} `;
      for (const paragraph of text.split('\n')) {
        const margin = /^ */.exec(paragraph)?.[0] ?? '';
        const lines = wrapped(paragraph.trim(), width - indent.length - labelWidth - 2 - margin.length);
        for (const line of lines) options.write(`${left}${margin}${line}`.trimEnd());
      }
    },
  };
}

/** Broken between words, not before `ms`; a longer word than a line stays whole, so that an address can be clicked. */
export function wrapped(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/ +(?!ms\b)/)) {
    if (line !== '' && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** `1,234 ms`. */
export function inMs(ms: number): string {
  return `${Math.round(ms).toLocaleString('en-US')} ms`;
}

/** `1 request`, `3 requests`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
