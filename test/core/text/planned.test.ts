import { describe, expect, it } from 'vitest';
import { plannedSentence } from '../../../src/core/text/planned.ts';
import { sentenceFor } from '../../../src/core/text/sentence.ts';

const facts = {
  fork: { owner: 'octo', name: 'hello', branch: 'main' },
  upstream: { owner: 'up', name: 'hello', branch: 'dev' },
  webUrl: 'https://github.com',
  installationId: 42,
  pull: { number: 7, url: 'https://github.com/octo/hello/pull/7' },
  missing: 3,
  retryAt: null,
  detail: null,
};

describe('what a sync would do', () => {
  it('opens a pull request', () => {
    const plan = { reason: 'pull-opened', actions: [{ type: 'open-pull' }] } as const;
    expect(plannedSentence(plan, { ...facts, pull: null })).toMatchInlineSnapshot(
      `"A sync would open a pull request with 3 commits of dev of up/hello for main of octo/hello: send POST /v1/links/:id/sync to have it done now."`,
    );
  });

  it('closes one', () => {
    const plan = { reason: 'pull-closed-caught-up', actions: [{ type: 'close-pull', number: 7 }] } as const;
    expect(plannedSentence(plan, facts)).toMatchInlineSnapshot(
      `"A sync would close pull request https://github.com/octo/hello/pull/7 because main of octo/hello already has everything it offers: send POST /v1/links/:id/sync to have it done now."`,
    );
  });

  it('brings a text up to date', () => {
    const plan = { reason: 'pull-open', actions: [{ type: 'rewrite-pull', number: 7 }] } as const;
    expect(plannedSentence(plan, facts)).toMatchInlineSnapshot(
      `"A sync would bring the text of pull request https://github.com/octo/hello/pull/7 up to date: send POST /v1/links/:id/sync to have it done now."`,
    );
  });

  it('opens one in the place of another', () => {
    const actions = [{ type: 'close-pull', number: 7 }, { type: 'open-pull' }] as const;
    expect(plannedSentence({ reason: 'pull-opened', actions }, facts)).toContain('would open a pull request');
  });

  it('creates the branch', () => {
    const plan = { reason: 'branch-created', actions: [{ type: 'create-branch', to: 'a' }] } as const;
    expect(plannedSentence(plan, facts)).toMatchInlineSnapshot(
      `"A sync would create main of octo/hello from dev of up/hello: send POST /v1/links/:id/sync to have it done now."`,
    );
  });

  it('and where it would do nothing, why', () => {
    for (const reason of ['up-to-date', 'held-pull-closed', 'pull-open', 'rate-limited', 'upstream-missing'] as const) {
      expect(plannedSentence({ reason, actions: [] }, facts)).toBe(sentenceFor(reason, facts));
    }
  });

  it('hides nothing that stands in a name', () => {
    const upstream = { ...facts.upstream, branch: 'a\u202Eb\nc' };
    const plan = { reason: 'pull-opened', actions: [{ type: 'open-pull' }] } as const;
    expect(plannedSentence(plan, { ...facts, upstream })).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});
