/** Every route of web, and what it answers to everybody. */
import { assets } from '../../src/server/pages/assets.ts';
import type { ApiFork } from '../support/api.ts';

export interface Target {
  fork: ApiFork;
  link: string;
  operation: string;
  hook: string;
  origin: string;
  branch: string;
}

type Ask = (target: Target) => { path: string; body?: unknown; headers?: Record<string, string> };
export type Row = [ask: Ask, ...statuses: number[]];

const at =
  (path: string): Ask =>
  () => ({ path });
const ofLink =
  (rest = '', body?: unknown): Ask =>
  ({ link }) => ({ path: `/v1/links/${link}${rest}`, body });
const ofPage =
  (rest: string): Ask =>
  ({ link }) => ({ path: `/links/${link}${rest}` });
const changing: number[] = [401, 401, 404, 403, 303, 303];
const everybody = (status: number) => Array<number>(6).fill(status);
const operators: number[] = [401, 401, 404, 404, 404, 404];

/** Statuses for nobody, a wrong App's token, other, read, push, admin. */
export const rows: Record<string, Row> = {
  'POST /api/github/webhooks': [at('/api/github/webhooks'), ...everybody(400)],
  'GET /healthz': [at('/healthz'), ...everybody(200)],
  'GET /readyz': [at('/readyz'), ...everybody(200)],
  'GET /metrics': [at('/metrics'), ...everybody(200)],
  'GET /v1/whoami': [at('/v1/whoami'), 401, 401, 200, 200, 200, 200],
  'GET /v1/links': [at('/v1/links'), 401, 401, 200, 200, 200, 200],
  'POST /v1/links': [
    ({ fork, branch }) => ({ path: '/v1/links', body: { fork: { ...fork.end, branch }, upstream: fork.from } }),
    ...[401, 401, 404, 403, 201, 201],
  ],
  'GET /v1/links/:id': [ofLink(), 401, 401, 404, 200, 200, 200],
  'PATCH /v1/links/:id': [ofLink('', { name: 'mine' }), 401, 401, 404, 403, 200, 200],
  'DELETE /v1/links/:id': [ofLink(), 401, 401, 404, 403, 204, 204],
  'POST /v1/links/:id/sync': [ofLink('/sync'), 401, 401, 404, 403, 202, 202],
  'POST /v1/links/:id/webhook': [ofLink('/webhook'), 401, 401, 404, 403, 200, 200],
  'GET /v1/links/:id/plan': [ofLink('/plan'), 401, 401, 404, 403, 200, 200],
  'GET /v1/links/:id/moves': [ofLink('/moves'), 401, 401, 404, 200, 200, 200],
  'POST /v1/links/:id/undo': [ofLink('/undo'), 401, 401, 404, 403, 202, 202],
  'GET /v1/links/:id/operations': [ofLink('/operations'), 401, 401, 404, 200, 200, 200],
  'GET /v1/operations/:id': [
    ({ operation }) => ({ path: `/v1/operations/${operation}` }),
    ...[401, 401, 404, 200, 200, 200],
  ],
  'GET /v1/operations/:id/events': [
    ({ operation }) => ({ path: `/v1/operations/${operation}/events` }),
    ...[401, 401, 404, 200, 200, 200],
  ],
  'POST /v1/config/validate': [
    () => ({ path: '/v1/config/validate', body: 'enabled: true\n', headers: { 'content-type': 'text/yaml' } }),
    ...[401, 401, 200, 200, 200, 200],
  ],
  'GET /v1/openapi.json': [at('/v1/openapi.json'), ...everybody(200)],
  'GET /schema/backstroke.json': [at('/schema/backstroke.json'), ...everybody(200)],
  'GET /v1/repos/:owner/:repo': [({ fork }) => ({ path: `/v1/repos/${fork.fork}` }), ...[401, 401, 404, 200, 200, 200]],
  'POST /:hook{_[^/]+}': [({ hook }) => ({ path: hook }), ...everybody(202)],
  'ALL /:hook{_[^/]+}': [({ hook }) => ({ path: hook }), ...everybody(405)],
  'GET /:hook{_[^/]+}/operations/:id': [
    ({ hook, operation }) => ({ path: `${hook}/operations/${operation}` }),
    ...everybody(200),
  ],
  'ALL /:hook{_[^/]+}/operations/:id': [
    ({ hook, operation }) => ({ path: `${hook}/operations/${operation}` }),
    ...everybody(405),
  ],
  'GET /': [at('/'), ...everybody(200)],
  'GET /badge/:owner/:file{.+\\.svg}': [
    ({ fork }) => ({ path: `/badge/${fork.fork}.svg` }),
    // As everybody sees it: of the public fork a badge, of the private one nothing.
    ...[200, 404, 404, 200, 404, 404],
  ],
  'GET /installed': [
    ({ fork }) => ({ path: `/installed?installation_id=${fork.installation}` }),
    ...[401, 401, 404, 200, 200, 200],
  ],
  'GET /reference': [at('/reference'), ...everybody(200)],
  'GET /assets/:name': [at(assets().style.path), ...everybody(200)],
  'GET /login': [at('/login'), ...everybody(302)],
  'GET /login/callback': [at('/login/callback?code=a&state=b'), ...everybody(400)],
  'GET /logout': [at('/logout'), 302, 302, 200, 200, 200, 200],
  'POST /logout': [({ origin }) => ({ path: '/logout', headers: { origin } }), ...everybody(303)],
  'POST /links/sync-all': [at('/links/sync-all'), 401, 401, 303, 303, 303, 303],
  'POST /links/:id/sync': [ofPage('/sync'), ...changing],
  'POST /links/:id/release': [ofPage('/release'), ...changing],
  'POST /links/:id/pause': [ofPage('/pause'), ...changing],
  'POST /links/:id/resume': [ofPage('/resume'), ...changing],
  'POST /links/:id/undo': [ofPage('/undo'), ...changing],
  'POST /links/:id/renew-secret': [ofPage('/renew-secret'), ...changing],
  'POST /links/:id/settings': [ofPage('/settings'), ...changing],
  // Nobody said that they are sure.
  'POST /links/:id/delete': [ofPage('/delete'), 401, 401, 404, 403, 422, 422],
  'GET /config': [({ fork }) => ({ path: `/config?fork=${fork.fork}` }), 401, 401, 404, 403, 200, 200],
  'POST /config': [at('/config'), 401, 401, 200, 200, 200, 200],
  'GET /links/new': [({ fork }) => ({ path: `/links/new?fork=${fork.fork}` }), 401, 401, 404, 403, 200, 200],
  // Nothing was sent: the fork is asked for.
  'POST /links/new': [at('/links/new'), 401, 401, 404, 404, 404, 404],
  'GET /links/:id': [ofPage(''), 401, 401, 404, 200, 200, 200],
  'GET /links/:id/changes': [ofPage('/changes'), 401, 401, 404, 200, 200, 200],
  'GET /v1/dead-letters': [at('/v1/dead-letters'), ...operators],
  'POST /v1/dead-letters/retry': [at('/v1/dead-letters/retry'), ...operators],
  'POST /v1/dead-letters/:linkId/drop': [({ link }) => ({ path: `/v1/dead-letters/${link}/drop` }), ...operators],
  'GET /v1/brakes': [at('/v1/brakes'), ...operators],
  'POST /v1/brakes': [() => ({ path: '/v1/brakes', body: { kind: 'all', why: 'x' } }), ...operators],
  'DELETE /v1/brakes/:id': [({ link }) => ({ path: `/v1/brakes/${link}` }), ...operators],
  'GET /operator': [at('/operator'), ...operators],
  'POST /operator/brakes': [at('/operator/brakes'), ...operators],
  'POST /operator/brakes/:id/release': [({ link }) => ({ path: `/operator/brakes/${link}/release` }), ...operators],
  'POST /operator/dead-letters/retry': [at('/operator/dead-letters/retry'), ...operators],
  'POST /operator/dead-letters/:id/retry': [
    ({ link }) => ({ path: `/operator/dead-letters/${link}/retry` }),
    ...operators,
  ],
  'POST /operator/dead-letters/:id/drop': [
    ({ link }) => ({ path: `/operator/dead-letters/${link}/drop` }),
    ...operators,
  ],
  'POST /v1/dead-letters/:linkId/retry': [({ link }) => ({ path: `/v1/dead-letters/${link}/retry` }), ...operators],
};
