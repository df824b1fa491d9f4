/** A sentence about a link as its page shows it: addresses are links, and what the API does is the button that does it. */

export type SentencePart = { text: string } | { link: string; text: string };

/** What sentences name for programs, and what a page has in its place. The longer ones first. */
const buttons: [RegExp, string][] = [
  [/send POST \/v1\/links\/:id\/sync with \{"release": true\}/g, 'press Release'],
  [/\(POST \/v1\/links\/:id\/sync with \{"release": true\}\)/g, '(with the button Release)'],
  [/send POST \/v1\/links\/:id\/sync(?= )/g, 'press Sync'],
  [/with PATCH \/v1\/links\/:id and \{"enabled": true\}/g, 'with the button Resume'],
  [/with POST \/v1\/links\/:id\/undo/g, 'with the button Undo'],
  [/with DELETE \/v1\/links\/:id/g, 'with the button Delete'],
  [/with POST \/v1\/links/g, 'with the button New link'],
];

/** Longest text of a link, in characters: what is left out of an address stands in the middle. */
const longest = 60;

/** The sentence in parts, in order. It was written for the API, where every address is followed by a space. */
export function pageSentence(sentence: string): SentencePart[] {
  const words = buttons
    .reduce((text, [api, button]) => text.replace(api, button), sentence)
    .replace(/\b(\d{4}-\d\d-\d\d)T(\d\d:\d\d):[\d.]+Z/g, '$1 $2 UTC');
  return words
    .split(/(https?:\/\/\S+)/)
    .filter((text) => text !== '')
    .flatMap((text): SentencePart[] => {
      if (!/^https?:\/\//.test(text)) return [{ text }];
      const [, link = '', rest = ''] = /^(.*?)([,.;:)”]*)$/.exec(text) ?? [];
      return [{ link, text: shortened(link) }, ...(rest === '' ? [] : [{ text: rest }])];
    });
}

/** What people read of an address: where on GitHub it leads. */
function shortened(address: string): string {
  const shown = decoded(address.replace(/^https?:\/\/[^/]*\/?/, ''));
  if (shown === '') return address;
  return shown.length <= longest ? shown : `${shown.slice(0, longest / 2)}…${shown.slice(-longest / 2 + 1)}`;
}

/** Percent signs of plain names only: what an address hides stays hidden. */
function decoded(path: string): string {
  return path.replace(/%2F/gi, '/').replace(/%20/g, ' ');
}
