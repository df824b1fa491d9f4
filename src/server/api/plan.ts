import type { OpenAPIHono } from '@hono/zod-openapi';
import { jobFor, type LinkRow } from '../../core/job.ts';
import type { LinkJob } from '../../core/message.ts';
import type { Observation } from '../../core/observation.ts';
import { type Action, planSync } from '../../core/plan.ts';
import { isRefusal, type Refusal } from '../../core/refusal.ts';
import { delayOf } from '../../core/sightings.ts';
import { tagsLook } from '../../core/tags.ts';
import { plannedSentence } from '../../core/text/planned.ts';
import { toldOfTrack } from '../../core/told-tag.ts';
import { linksById } from '../../db/read.ts';
import type { LinkView } from '../../db/views.ts';
import { observe } from '../../github/observe.ts';
import { createRests, type Rests } from '../../redis/rests.ts';
import type { ServerContext } from '../context.ts';
import { changeableLink } from './access.ts';
import type { FindCaller } from './caller.ts';
import { linkJson } from './link-json.ts';
import { createRemembered } from './plan-remembered.ts';
import { getPlan, type PlanJson } from './plan-route.ts';

type PlanContext = Pick<ServerContext, 'database' | 'env' | 'github' | 'leases'> & { rests: Rests };

/** What a sync of a link would do now, read at most once in 30 seconds while nothing happens to it. */
export type PlanFor = (link: LinkView, requestId: string) => Promise<PlanJson>;

/** The reads and the decision of an operation, without its writes. */
export function createPlanFor(context: Omit<PlanContext, 'rests'>): PlanFor {
  const { database, env, leases } = context;
  const parts = { ...context, rests: createRests(leases) };
  const remembered = createRemembered<PlanJson>();
  return async (link, requestId) => {
    const [row] = await linksById(database.db, [link.id]);
    if (!row) return planOfNothing(link, env);
    return remembered(link.id, JSON.stringify(row), () => planOf(row, requestId, parts));
  };
}

export function planRoutes(
  app: OpenAPIHono,
  context: ServerContext,
  { findCaller, planFor }: { findCaller: FindCaller; planFor: PlanFor },
): void {
  app.openapi(getPlan, async (c) => {
    const link = await changeableLink(context, await findCaller(c), c.req.valid('param').id);
    return c.json(await planFor(link, c.get('requestId')), 200);
  });
}

/** The plan of a link that is off. */
function planOfNothing(link: LinkView, env: PlanContext['env']): PlanJson {
  const off = linkJson(link, { env, push: false });
  return {
    reason: off.reason ?? 'disabled',
    sentence: off.sentence ?? '',
    aheadBy: null,
    behindBy: null,
    actions: [],
  };
}

async function planOf(row: LinkRow, requestId: string, context: PlanContext): Promise<PlanJson> {
  const now = new Date();
  const cause = { operationId: requestId, trigger: 'manual', requestId, now } as const;
  // Whether who ticked a box may do so is asked when it is done.
  const job = { ...jobFor(row, cause), ticked: null };
  const seen = await read(job, now, context);
  const facts = { ...job, webUrl: context.env.webUrl };
  if (isRefusal(seen)) {
    const { reason, detail, notBefore } = seen;
    const told = { ...facts, pull: row.pull, missing: null, retryAt: notBefore, detail };
    return {
      reason,
      sentence: plannedSentence({ reason, actions: [] }, told),
      aheadBy: null,
      behindBy: null,
      actions: [],
    };
  }
  // An undo that waits goes before every sync, and holds what comes after it.
  const undoneAt = row.undo === null ? job.undoneAt : now.toISOString();
  const plan = planSync({ ...job, undoneAt }, seen, now);
  const { reason, actions, missing, own, pull, notBefore, unmerged, detail } = plan;
  const told = { ...facts, ...toldOfTrack(plan, seen), pull, missing, unmerged, retryAt: notBefore, detail };
  return {
    reason,
    sentence: plannedSentence({ reason, actions }, told),
    aheadBy: own,
    behindBy: missing,
    actions: actions.map(shownAction),
  };
}

function shownAction(action: Action): PlanJson['actions'][number] {
  switch (action.type) {
    case 'dress-pull':
      return { type: action.type, number: action.number };
    case 'create-tags':
      return { type: action.type, tags: action.tags.map(({ name }) => name) };
    case 'place-head':
      return { ...action, from: action.how === 'create' ? null : action.from };
    default:
      return action;
  }
}

/** As an operation reads; what GitHub limits is limited for everybody. */
async function read(job: LinkJob, now: Date, { github, rests }: PlanContext): Promise<Observation | Refusal> {
  if (job.unreadable !== null) {
    return { refused: true, reason: 'failed', detail: job.unreadable, notBefore: null, unclear: false };
  }
  const limited = await rests.refusal(job.installationId);
  if (limited) return limited;
  const { installationId, upstreamInstallationId: apart } = job;
  const reader = apart === null ? null : github.asInstallation(apart);
  const target = { ...job, delay: delayOf(job, now), tags: tagsLook(job) };
  const seen = await observe({ client: github.asInstallation(installationId), reader, target });
  if (isRefusal(seen)) await rests.note(job.installationId, seen);
  return seen;
}
