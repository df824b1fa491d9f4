import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { components } from './components.ts';
import { config } from './config.ts';
import { form } from './form.ts';
import { frame } from './frame.ts';
import { link } from './link.ts';
import { trimRules, trimVariables } from './trim.ts';

const { resolve } = createRequire(import.meta.url);
const read = (path: string) => readFileSync(resolve(path), 'utf8');

const primer = ['base', 'buttons', 'forms', 'pagination', 'branch-name', 'utilities'];
const scales = [
  'base/size/size',
  'base/typography/typography',
  'functional/size/size',
  'functional/size/border',
].concat('functional/size/radius', 'functional/typography/typography');
const themes = ['functional/themes/light', 'functional/themes/dark'];

/** Primer's classes that pages use; a test finds those that are not here. */
const classes = new Set([
  ...[
    'btn',
    'btn-primary',
    'btn-danger',
    'btn-sm',
    'btn-link',
    'btn-invisible',
    'btn-block',
    'BtnGroup',
    'BtnGroup-item',
  ],
  ...['form-control', 'form-select', 'form-group', 'form-group-header', 'form-group-body', 'form-checkbox', 'note'],
  ...['input-block', 'input-sm', 'input-monospace', 'required', 'errored', 'error'],
  ...['pagination', 'paginate-container', 'previous_page', 'next_page', 'current', 'gap', 'disabled', 'branch-name'],
  ...['octicon', 'sr-only', 'mb-0', 'mb-2', 'mb-3', 'mt-2', 'mt-3', 'no-wrap', 'text-mono', 'text-small', 'text-bold'],
  ...['color-fg-muted', 'color-fg-danger', 'color-fg-success', 'color-fg-attention', 'list-style-none'],
]);

/** What every page looks like: what we use of GitHub's Primer, in light and dark as the reader's system says, and ours on top. */
export function styleSheet(): string {
  const rules = primer.map((name) => trimRules(read(`@primer/css/dist/${name}.css`), classes)).join('');
  const own = `${frame}${components}${config}${form}${link}`.replace(/\s*\n\s*/g, '');
  const sources = [...scales, ...themes].map((name) => read(`@primer/primitives/dist/css/${name}.css`));
  // The other modes are for people who choose one on GitHub: ours follows the system.
  const followed = (selector: string) =>
    !/data-color-mode="(light|dark)"|data-light-theme="dark"|data-dark-theme="light"/.test(selector);
  return `${trimVariables(sources, rules + own, followed)}${rules}${own}`;
}
