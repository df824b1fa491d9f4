import type { z } from '@hono/zod-openapi';
import { whyOff } from '../../core/config/origin.ts';
import { type Reason, stateAfter } from '../../core/reason.ts';
import { brakeSentence } from '../../core/text/brake.ts';
import { offSentence } from '../../core/text/off.ts';
import { sentenceFor } from '../../core/text/sentence.ts';
import type { SentenceFacts } from '../../core/text/sentence-words.ts';
import type { LinkView } from '../../db/views.ts';
import type { ServerContext } from '../context.ts';
import type { Link } from './schemas.ts';

type Places = Pick<ServerContext['env'], 'webUrl' | 'PUBLIC_URL'>;

/**
 * A link as callers see it. One that cannot run says why, in place of what its last operation said. Its secret address is
 * for those who can push to its fork.
 */
export function linkJson(view: LinkView, given: { env: Places; push: boolean }): z.infer<typeof Link> {
  const stopped = stoppedBy(view, given.env.webUrl);
  const { state: previous } = view;
  return {
    id: view.id,
    name: view.name,
    enabled: view.enabled,
    source: view.source,
    fork: view.fork,
    upstream: view.upstream,
    strategy: view.strategy,
    track: view.settings.track,
    state: stopped ? stateAfter({ ...stopped, previous, pullOpen: false, missing: false }) : previous,
    reason: stopped ? stopped.reason : view.reason,
    sentence: stopped ? stopped.sentence : view.sentence,
    pullRequest: view.pullRequest,
    lastSyncedSha: view.lastSyncedSha,
    lastSyncedAt: view.lastSyncedAt?.toISOString() ?? null,
    lastOperationId: view.lastOperationId,
    retryAt: stopped ? null : (view.retryAt?.toISOString() ?? null),
    webhookUrl: given.push ? hookUrl(view.webhookId, given.env) : null,
    createdAt: view.createdAt.toISOString(),
    updatedAt: view.updatedAt.toISOString(),
  };
}

/** The secret address of a link. */
export function hookUrl(webhookId: string, { PUBLIC_URL }: Pick<Places, 'PUBLIC_URL'>): string {
  return new URL(`/_${webhookId}`, PUBLIC_URL).href;
}

/** Why no operation of the link runs; null: nothing keeps it. */
function stoppedBy(view: LinkView, webUrl: string): { reason: Reason; sentence: string } | null {
  const facts = factsOf(view, webUrl);
  const said = (reason: Reason) => ({ reason, sentence: sentenceFor(reason, facts) });
  if (view.installationId === null) return said('not-installed');
  if (view.suspended) return said('suspended');
  if (view.braked) return { reason: 'suspended', sentence: brakeSentence };
  if (!view.enabled) return said('disabled');
  if (view.off === null) return null;
  const never = ({ state, problem }: LinkView['own'] | LinkView['defaults']) => (state === 'off' ? problem : null);
  const why = whyOff(view.off, {
    own: view.own.config,
    owner: view.defaults.config,
    repository: view.fork.repo,
    problems: { own: never(view.own), owner: never(view.defaults) },
  });
  return { reason: view.off, sentence: offSentence(why, facts) };
}

/** What sentences about a link may name. */
function factsOf(
  view: Pick<LinkView, 'fork' | 'upstream' | 'installationId' | 'accountType' | 'pullRequest'>,
  webUrl: string,
): SentenceFacts {
  const { installationId, accountType } = view;
  return {
    fork: { owner: view.fork.owner, name: view.fork.repo, branch: view.fork.branch },
    upstream: { ...view.upstream, name: view.upstream.repo },
    webUrl,
    installationId: installationId ?? 0,
    ...(accountType === null ? {} : { accountType }),
    pull: view.pullRequest,
    missing: null,
    retryAt: null,
    detail: null,
  };
}
