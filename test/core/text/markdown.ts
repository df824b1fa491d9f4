/**
 * An independent reading of GitHub Markdown for the tests: which text of a document is code, and which GitHub would
 * scan for mentions, references and HTML. Written after CommonMark 0.31 and cmark-gfm, shares nothing with src/.
 */

export interface Parsed {
  /** Contents of code spans, one leading and trailing space stripped as CommonMark says. */
  spans: string[];
  /** Contents of fenced blocks. */
  blocks: string[];
  /** Link destinations of `[text](destination)`. */
  links: string[];
  /** Everything else, code spans and destinations replaced by a space. */
  text: string;
}

/** cmark-gfm takes no longer run of backticks as the start of a code span. */
const MAX_BACKTICKS = 80;

export function parse(markdown: string): Parsed {
  const parsed: Parsed = { spans: [], blocks: [], links: [], text: '' };
  let paragraph: string[] = [];
  let block: { fence: number; lines: string[] } | null = null;
  const endParagraph = () => {
    inline(paragraph.join('\n'), parsed);
    paragraph = [];
  };
  for (const line of markdown.split(/\r\n|[\n\r]/)) {
    const fence = /^ {0,3}(`{3,})([^`]*)$/.exec(line);
    if (block !== null) {
      if (fence?.[2]?.trim() === '' && (fence[1] ?? '').length >= block.fence) {
        parsed.blocks.push(block.lines.join('\n'));
        block = null;
      } else block.lines.push(line);
    } else if (fence) {
      endParagraph();
      block = { fence: (fence[1] ?? '').length, lines: [] };
    } else if (line.trim() === '') endParagraph();
    else paragraph.push(line);
  }
  if (block !== null) throw new Error('a fenced block is not closed');
  endParagraph();
  return parsed;
}

function inline(paragraph: string, parsed: Parsed): void {
  let rest = paragraph;
  let text = '';
  for (let open = /`+/.exec(rest); open !== null; open = /`+/.exec(rest)) {
    const length = open[0].length;
    const after = rest.slice(open.index + length);
    const close =
      length > MAX_BACKTICKS ? undefined : [...after.matchAll(/`+/g)].find((run) => run[0].length === length);
    text += rest.slice(0, open.index) + (close ? ' ' : open[0]);
    if (close) parsed.spans.push(after.slice(0, close.index).replace(/^ (.*[^ ].*) $/s, '$1'));
    rest = close ? after.slice(close.index + length) : after;
  }
  text += rest;
  parsed.text += `${text.replace(/\]\(([^()\s<>]*)\)/g, (_, destination: string) => {
    parsed.links.push(destination);
    return '] ';
  })}\n`;
}

const rules: Readonly<Record<string, RegExp>> = {
  mention: /@[\p{L}\p{N}_]/u,
  'email or owner/repo@sha': /[\p{L}\p{N}]@/u,
  issue: /#\d/,
  'GH-1': /gh-\d/i,
  sha: /(?<![0-9A-Za-z])[0-9a-f]{7,40}(?![0-9A-Za-z])/i,
  url: /[a-z]:\/\/|www\.[a-z0-9]|github\.com/i,
  'closing keyword': /\b(close[sd]?|fix(e[sd])?|resolve[sd]?):?\s+(\S*#\d|gh-\d|https?:)/i,
  html: /<[a-z/!?]/i,
  entity: /&#?\w+;/,
  backtick: /`/,
  'skip ci': /\[(skip ci|ci skip|no ci|skip actions|actions skip)\]/i,
  hidden:
    /[^\P{Cc}\n]|[\p{Cf}\p{Cs}\p{Co}\p{Noncharacter_Code_Point}]|\p{Default_Ignorable_Code_Point}|[\u{2028}\u{2029}\u{2800}]/u,
  'image or link': /!\[|\]\(|\]\[/,
};

/** The names of the rules that text outside code breaks. */
export function faults(text: string): string[] {
  return Object.entries(rules).flatMap(([name, rule]) => (rule.test(text) ? [name] : []));
}
