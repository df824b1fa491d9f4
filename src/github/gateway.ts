import type { Kept } from '../core/keep.ts';
import type { MergeMethod } from '../core/merging.ts';
import type { Observation, ObservedPull } from '../core/observation.ts';
import type { Range } from '../core/range.ts';
import type { Refusal } from '../core/refusal.ts';
import type { GitHub } from './app.ts';
import { type CheckRunOrder, type CheckRunText, changeCheckRun, createCheckRun, findCheckRun } from './check-runs.ts';
import { closePull } from './close-pull.ts';
import { addLabels, labelPull, removeLabel, requestReviewers } from './dress-pull.ts';
import { findOpenPull } from './find-pull.ts';
import { hasCommit } from './has-commit.ts';
import { type Bot, keepingCommit } from './keeping-commit.ts';
import { type MergedPull, mergePull } from './merge-pull.ts';
import { createRef, forwardBranch, type Moved, mergeInto, type RefMove, replaceRefs } from './move-branch.ts';
import { type ObserveTarget, observe } from './observe.ts';
import { type OpenPullResult, openPull, type PullOrder } from './open-pull.ts';
import { mayPush } from './permission.ts';
import { readRange } from './read-range.ts';
import { readPullBody, rewritePull } from './rewrite-pull.ts';
import type { HeadTarget } from './target.ts';

/** A repository that an installation covers. */
export interface ForkPlace {
  installationId: number;
  fork: { owner: string; name: string };
}

/** What the worker asks of GitHub, in our words. Expected failures are refusals; only bugs throw. */
export interface Gateway {
  observe(target: ObserveTarget): Promise<Observation | Refusal>;
  readRange(order: ForkPlace & { baseSha: string; headSha: string }): Promise<Range | null | Refusal>;
  createBranch(order: ForkPlace & { branch: string; sha: string }): Promise<Moved>;
  forwardBranch(order: ForkPlace & { branch: string; sha: string }): Promise<Moved>;
  createRef(order: ForkPlace & { ref: string; sha: string }): Promise<Moved>;
  mergeInto(order: ForkPlace & { branch: string; headSha: string; message: string }): Promise<Moved>;
  keepingCommit(order: ForkPlace & { kept: Kept; bot: Bot }): Promise<{ sha: string } | Refusal>;
  replaceRefs(order: ForkPlace & { repositoryNodeId: string; moves: readonly RefMove[] }): Promise<Moved>;
  hasCommit(order: ForkPlace & { sha: string }): Promise<boolean | Refusal>;
  mayPush(order: ForkPlace & { person: { id: number; login: string } }): Promise<boolean | Refusal>;
  openPull(order: PullOrder): Promise<OpenPullResult>;
  findOpenPull(target: HeadTarget): Promise<ObservedPull | null | Refusal>;
  mergePull(
    order: ForkPlace & { number: number; sha: string; method: MergeMethod; title: string; message: string },
  ): Promise<MergedPull>;
  closePull(order: ForkPlace & { number: number; body?: string }): Promise<{ closed: true } | Refusal>;
  readPullBody(order: ForkPlace & { number: number }): Promise<{ body: string } | Refusal>;
  rewritePull(order: ForkPlace & { number: number; body: string }): Promise<{ done: true } | Refusal>;
  labelPull(
    order: ForkPlace & { number: number; labels: string[] | null; assignees: string[] | null },
  ): Promise<{ done: true } | Refusal>;
  addLabels(order: ForkPlace & { number: number; labels: string[] }): Promise<{ done: true } | Refusal>;
  removeLabel(order: ForkPlace & { number: number; label: string }): Promise<{ done: true } | Refusal>;
  requestReviewers(
    order: ForkPlace & { number: number; reviewers: string[]; teams: string[] },
  ): Promise<{ done: true } | Refusal>;
  findCheckRun(
    order: ForkPlace & Pick<CheckRunOrder, 'headSha' | 'name' | 'externalId'>,
  ): Promise<{ id: number } | null | Refusal>;
  createCheckRun(order: ForkPlace & CheckRunOrder): Promise<{ id: number } | Refusal>;
  changeCheckRun(order: ForkPlace & CheckRunText & { id: number }): Promise<{ id: number } | Refusal>;
}

/** `now` dates refusals; the clients' own clock unless given. */
export function createGateway({ github, now }: { github: Pick<GitHub, 'asInstallation'>; now?: () => Date }): Gateway {
  const clientOf = ({ installationId }: { installationId: number }) => {
    const client = github.asInstallation(installationId);
    return now ? { ...client, now } : client;
  };
  const placeOf = (order: ForkPlace) => ({ client: clientOf(order), repository: order.fork });
  const refsOf = (order: ForkPlace) => ({ client: clientOf(order), fork: order.fork });
  return {
    observe: (target) => {
      const { upstreamInstallationId: id = null } = target;
      return observe({
        client: clientOf(target),
        reader: id === null ? null : clientOf({ installationId: id }),
        target,
      });
    },
    readRange: ({ baseSha, headSha, ...order }) => readRange({ ...placeOf(order), baseSha, headSha }),
    createBranch: ({ branch, sha, ...place }) => createRef(refsOf(place), { ref: `refs/heads/${branch}`, sha }),
    forwardBranch: (order) => forwardBranch(refsOf(order), order),
    createRef: (order) => createRef(refsOf(order), order),
    mergeInto: (order) => mergeInto(refsOf(order), order),
    keepingCommit: (order) => keepingCommit(refsOf(order), order),
    replaceRefs: (order) => replaceRefs(refsOf(order), order),
    hasCommit: (order) => hasCommit(refsOf(order), order.sha),
    mayPush: ({ person, ...order }) => mayPush({ ...placeOf(order), person }),
    openPull: (order) => openPull({ client: clientOf(order), order }),
    findOpenPull: (target) => findOpenPull({ client: clientOf(target), target }),
    mergePull: (order) => mergePull(refsOf(order), order),
    closePull: (order) => closePull({ ...order, client: clientOf(order) }),
    readPullBody: (order) => readPullBody({ ...order, client: clientOf(order) }),
    rewritePull: ({ fork, number, body, ...rest }) => rewritePull({ client: clientOf(rest), fork, number, body }),
    labelPull: (order) => labelPull({ ...order, client: clientOf(order) }),
    addLabels: (order) => addLabels({ ...order, client: clientOf(order) }),
    removeLabel: (order) => removeLabel({ ...order, client: clientOf(order) }),
    requestReviewers: (order) => requestReviewers({ ...order, client: clientOf(order) }),
    findCheckRun: (order) => findCheckRun(placeOf(order), order),
    createCheckRun: (order) => createCheckRun(placeOf(order), order),
    changeCheckRun: (order) => changeCheckRun(placeOf(order), order),
  };
}
