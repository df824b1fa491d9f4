import { notFound } from './answer.ts';
import { findRepository, fullName } from './find.ts';
import type { Route } from './router.ts';
import type { Pull } from './types.ts';

/** Pages for people. */
export const pageRoutes: Route[] = [
  {
    method: 'GET',
    pattern: '/:owner/:repo/pull/:number',
    handle({ world, params }) {
      const repository = findRepository(world, `${params.owner}/${params.repo}`);
      const pull = repository?.private
        ? undefined
        : repository?.pulls.find(({ number }) => number === Number(params.number));
      if (!pull) return notFound();
      return { status: 200, text: pullHtml(pull), headers: { 'content-type': 'text/html; charset=utf-8' } };
    },
  },
];

function pullHtml(pull: Pull): string {
  const { base, head, user, number } = pull;
  const state = pull.mergedAt ? 'merged' : pull.state;
  const title = html(pull.title);
  const from = html(`${head.owner.login}:${head.branch}`);
  const into = html(`${base.repository.owner.login}:${base.branch}`);
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${title} · #${number} · ${html(fullName(base.repository))}</title>
<style>body{font:16px/1.5 system-ui;max-width:48rem;margin:2rem auto;padding:0 1rem}pre{white-space:pre-wrap}</style></head>
<body>
<h1>${title} <small>#${number}</small></h1>
<p><strong>${state}</strong>: ${html(user.login)} wants to merge ${pull.commits} commit${pull.commits === 1 ? '' : 's'}
into <code>${into}</code> from <code>${from}</code></p>
<pre>${html(pull.body ?? '')}</pre>
</body>
</html>
`;
}

export function html(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
