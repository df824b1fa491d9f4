import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { raw } from 'hono/html';

const { resolve } = createRequire(import.meta.url);

/** GitHub's own icons that pages use. */
const names = [
  ...[
    'alert',
    'check-circle',
    'check-circle-fill',
    'clock',
    'dot-fill',
    'gear',
    'git-branch',
    'git-merge',
    'git-pull-request',
  ],
  ...[
    'info',
    'link',
    'link-external',
    'mark-github',
    'pause',
    'play',
    'plus',
    'repo',
    'repo-forked',
    'search',
    'server',
  ],
  ...['shield', 'stop', 'sync', 'x-circle', 'file-code', 'arrow-left', 'no-entry', 'git-pull-request-closed', 'unlock'],
  ...['trash', 'history', 'key', 'arrow-right', 'person'],
] as const;
export type IconName = (typeof names)[number];

const drawn = new Map<IconName, string>();

/** The paths of an icon, as SVG. */
export function drawing(name: IconName): string {
  const known = drawn.get(name);
  if (known !== undefined) return known;
  const file = readFileSync(resolve(`@primer/octicons/build/svg/${name}-16.svg`), 'utf8');
  const paths = file.replace(/^<svg[^>]*>|<\/svg>\s*$/g, '');
  drawn.set(name, paths);
  return paths;
}

/** An icon beside words that say the same: nobody has it read out. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg class="octicon" viewBox="0 0 16 16" width={size} height={size} aria-hidden="true" focusable="false">
      {raw(drawing(name))}
    </svg>
  );
}
