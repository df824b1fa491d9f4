import { emptyRange } from '../../src/core/range.ts';
import type { Gateway } from '../../src/github/gateway.ts';
import { pullUrl, seen } from '../core/observed.ts';

export type Answers = Partial<{ [Call in keyof Gateway]: Awaited<ReturnType<Gateway[Call]>> }>;

export const opened = { number: 7, url: pullUrl(7), headSha: 'a', detail: null };

/** A GitHub that does all it is asked, but for what `answers` says; `asked` gets the names of all calls that are no reads of everything. */
export function fakeGateway({ asked, answers }: { asked: string[]; answers: Answers }): Gateway {
  const call =
    <Answer>(name: keyof Gateway, otherwise: Answer) =>
    async (): Promise<Answer> => {
      asked.push(name);
      return (answers[name] as Answer | undefined) ?? otherwise;
    };
  return {
    observe: async () => answers.observe ?? seen(),
    readRange: call('readRange', emptyRange),
    openPull: call('openPull', opened),
    findOpenPull: call('findOpenPull', null),
    mergePull: call('mergePull', { merged: true, sha: 'a' }),
    closePull: call('closePull', { closed: true }),
    readPullBody: call('readPullBody', { body: '' }),
    rewritePull: call('rewritePull', { done: true }),
    labelPull: call('labelPull', { done: true }),
    addLabels: call('addLabels', { done: true }),
    removeLabel: call('removeLabel', { done: true }),
    requestReviewers: call('requestReviewers', { done: true }),
    createBranch: call('createBranch', { moved: true, sha: 'a' }),
    forwardBranch: call('forwardBranch', { moved: true, sha: 'a' }),
    createRef: call('createRef', { moved: true, sha: 'a' }),
    mergeInto: call('mergeInto', { moved: true, sha: 'a' }),
    keepingCommit: call('keepingCommit', { sha: 'a' }),
    replaceRefs: call('replaceRefs', { moved: true, sha: 'a' }),
    hasCommit: call('hasCommit', true),
    mayPush: call('mayPush', true),
    findCheckRun: call('findCheckRun', null),
    createCheckRun: call('createCheckRun', { id: 9 }),
    changeCheckRun: call('changeCheckRun', { id: 9 }),
  };
}
