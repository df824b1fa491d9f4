/** Our requests and the sandbox's answers, held to GitHub's own description of its REST API. */
import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../../src/sandbox/delivery.ts';
import { createLimits } from '../../../src/sandbox/limits.ts';
import { restRoutes } from '../../../src/sandbox/rest/routes.ts';
import { sources } from '../../support/sources.ts';
import { eventOf, type Problem, problemsOf, problemsOfDelivery } from './check.ts';
import { endpoints, findEndpoint, webhooks } from './description.ts';
import { exemptions, isExempt } from './exemptions.ts';
import type { Exchange } from './recorder.ts';
import * as apps from './scenes/apps.ts';
import * as checks from './scenes/checks.ts';
import * as events from './scenes/events.ts';
import * as gateway from './scenes/gateway.ts';
import * as pulls from './scenes/pulls.ts';
import * as refusals from './scenes/refusals.ts';
import * as repositories from './scenes/repositories.ts';
import { play } from './stage.ts';

const scenes = Object.entries({ ...apps, ...repositories, ...pulls, ...checks, ...gateway, ...events, ...refusals });
const exchanges: Exchange[] = [];
const deliveries: Delivery[] = [];
const problems: Problem[] = [];
const nameOf = ({ method, path }: Exchange) => findEndpoint(method, path)?.endpoint.name;

const inWords = ({ at, part, pointer, message }: Problem) => `${at}: ${part} ${pointer} ${message}`;

describe('what is asked and answered', () => {
  it.each(scenes)('%s', async (_, scene) => {
    const played = await play(scene);
    const found = [...played.exchanges.flatMap(problemsOf), ...played.deliveries.flatMap(problemsOfDelivery)];
    exchanges.push(...played.exchanges);
    deliveries.push(...played.deliveries);
    problems.push(...found);
    const left = found.filter((problem) => !exemptions.some((one) => isExempt(problem, one)));
    expect([...new Set(left.map(inWords))]).toEqual([]);
  });

  it('is every endpoint of the excerpt, with success', () => {
    const good = new Set(exchanges.filter(({ status }) => status < 300).map(nameOf));
    expect(endpoints.map(({ name }) => name).filter((name) => !good.has(name))).toEqual([]);
  });

  it('is every event of the excerpt', () => {
    const sent = new Set(deliveries.map(eventOf));
    expect(webhooks.filter((name) => !sent.has(name))).toEqual([]);
  });

  it('is everything that our code asks, by our code', () => {
    const routes = sources('src')
      .filter(({ path }) => !path.startsWith('sandbox/'))
      .flatMap(({ code }) =>
        [...code.matchAll(/'((?:GET|POST|PUT|PATCH|DELETE) \/[^' ]*)'/g)].map(([, route]) => route),
      );
    const asked = new Set(exchanges.filter(({ ours }) => ours).map(nameOf));
    expect(routes.length).toBeGreaterThan(10);
    expect(routes.filter((route) => !asked.has(route))).toEqual([]);
  });

  it('needs every exemption', () => {
    const idle = exemptions.filter((exemption) => !problems.some((problem) => isExempt(problem, exemption)));
    expect(idle).toEqual([]);
  });
});

describe('the excerpt', () => {
  it('has every route of the sandbox, and no other', () => {
    const blank = (path: string) => path.replace(/\{\w+\}|[:*]\w+/g, '{}');
    const routes = restRoutes(createLimits()).map(({ method, pattern }) => `${method} ${blank(pattern)}`);
    expect(routes.sort()).toEqual(endpoints.map(({ name }) => blank(name)).sort());
  });
});

describe('the check', () => {
  const good: Exchange = {
    method: 'POST',
    path: '/repos/octo/hello/merges',
    query: new URLSearchParams(),
    asked: { base: 'main', head: 'next' },
    ours: false,
    status: 409,
    type: 'application/json',
    answered: { message: 'Merge conflict', documentation_url: 'https://docs.github.com/rest' },
  };

  it.each<[string, Partial<Exchange>, string]>([
    ['an unknown path', { path: '/repos/octo/hello/mergers' }, 'is not an endpoint'],
    ['an unknown parameter', { query: new URLSearchParams({ recursive: '1' }) }, 'is no parameter'],
    ['a missing body', { asked: undefined }, 'has no body'],
    ['a missing field', { asked: { base: 'main' } }, "must have required property 'head'"],
    ['a misspelt field', { asked: { base: 'main', head: 'next', message: 'x' } }, 'is not described'],
    ['an undocumented status', { status: 418 }, 'is a status that is not documented'],
    ['a wrong type', { answered: { message: 1 } }, 'must be string'],
    ['a key of ours', { answered: { message: 'x', reason: 'y' } }, 'is not described'],
    ['a body where there is none', { status: 204 }, 'has a body'],
  ])('sees %s', (_, change, message) => {
    expect(problemsOf(good)).toEqual([]);
    expect(problemsOf({ ...good, ...change }).map((problem) => problem.message)).toContain(message);
  });

  it('reads parameters as what they are', () => {
    const asked = {
      ...good,
      method: 'GET',
      path: '/repos/octo/hello/pulls',
      asked: undefined,
      status: 200,
      answered: [],
    };
    expect(problemsOf({ ...asked, query: new URLSearchParams({ per_page: '5', state: 'all' }) })).toEqual([]);
    const wrong = problemsOf({ ...asked, query: new URLSearchParams({ per_page: 'five', state: 'merged' }) });
    expect(wrong.map(({ pointer }) => pointer)).toEqual(['?per_page', '?state']);
  });
});
