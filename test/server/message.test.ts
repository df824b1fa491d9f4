import { expect, test } from 'vitest';
import { Message } from '../../src/server/pages/message.tsx';

const id = '52438232-b589-4a75-a802-01f30364c5e9';

test.each([
  ['`enabeld` is no key here', '<code>enabeld</code> is no key here'],
  ['has no branch `` a`b ``: name one', 'has no branch <code>a`b</code>: name one'],
  ['`https://evil.example/` is <b>no</b> name', '<code>https://evil.example/</code> is &lt;b&gt;no&lt;/b&gt; name'],
  [`The link ${id} is there`, `The link <a href="/links/${id}">52438232</a> is there`],
  ['see http://ghe.example:8080/a, and', 'see <a href="http://ghe.example:8080/a">http://ghe.example:8080/a</a>, and'],
  ['a ` alone, and nothing else', 'a ` alone, and nothing else'],
])('%s', (text, html) => {
  expect(String(Message({ text }))).toBe(`<span class="message">${html}</span>`);
});
