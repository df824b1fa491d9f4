import { type Quietly, sendCheckSuiteEvent, sendPullEvent, sendReviewEvent } from '../events.ts';
import { accountNamed, pullNumbered, repositoryNamed } from '../find.ts';
import type { Review } from '../merge-rules.ts';
import type { MergeMethod } from '../types.ts';
import { nodeId, now, type World } from '../world.ts';
import { touch } from './follow.ts';

/** How a run of GitHub Actions stands: without a conclusion it is not done. */
export interface RunGiven extends Quietly {
  name: string;
  conclusion?: 'success' | 'failure' | 'neutral' | 'skipped' | 'cancelled';
}

/** What people set, and what other programs do, before a pull request is merged. */
export function mergingActions(world: World) {
  const numbered = (repo: string, number: number) => pullNumbered(repositoryNamed(world, repo), number);
  return {
    /** The checks that have to pass before anything is merged into a branch. */
    requireChecks(repo: string, branch: string, names: readonly string[]): void {
      repositoryNamed(world, repo).mergeRules.checks.set(branch, names);
    },
    requireReviews(repo: string, branch: string, count: number): void {
      repositoryNamed(world, repo).mergeRules.reviews.set(branch, count);
    },
    /** The checkboxes among a repository's settings. */
    allowMerges(repo: string, methods: readonly MergeMethod[]): void {
      repositoryNamed(world, repo).mergeRules.methods = new Set(methods);
    },
    /** A run of GitHub Actions on a commit begins, or ends; what it is told once all of them have ended. */
    async runCheck(repo: string, sha: string, { name, conclusion, ...quietly }: RunGiven): Promise<void> {
      const repository = repositoryNamed(world, repo);
      const ofSuite = () =>
        world.checkRuns.filter(
          (run) => run.repositoryId === repository.id && run.headSha === sha && run.app === 'actions',
        );
      const before = ofSuite().find((run) => run.name === name);
      const ending = conclusion
        ? { status: 'completed' as const, conclusion, completedAt: now() }
        : { status: 'in_progress' as const, conclusion: null, completedAt: null };
      if (before) Object.assign(before, ending);
      else {
        const id = world.nextId();
        world.checkRuns.push({
          id,
          nodeId: nodeId('CR', id),
          app: 'actions',
          repositoryId: repository.id,
          suiteId: ofSuite()[0]?.suiteId ?? world.nextId(),
          name,
          headSha: sha,
          externalId: '',
          detailsUrl: world.url,
          startedAt: now(),
          output: { title: null, summary: null, text: null },
          annotations: [],
          actions: [],
          ...ending,
        });
      }
      const runs = ofSuite();
      if (runs.every(({ status }) => status === 'completed')) {
        await sendCheckSuiteEvent(world, { ...quietly, repository, sha, runs });
      }
    },
    review(repo: string, number: number, given: Quietly & { by: string; state: Review['state'] }): void {
      const pull = numbered(repo, number);
      const user = accountNamed(world, given.by);
      const { state } = given;
      pull.reviews.push({ id: world.nextId(), user, state, sha: pull.head.sha, submittedAt: now() });
      touch(pull);
      sendReviewEvent(world, { ...given, pull, action: state === 'dismissed' ? 'dismissed' : 'submitted' });
    },
    setDraft(repo: string, number: number, draft: boolean, by: string, quietly: Quietly = {}): void {
      const pull = numbered(repo, number);
      if (pull.draft === draft) return;
      pull.draft = draft;
      touch(pull);
      const action = draft ? 'converted_to_draft' : 'ready_for_review';
      sendPullEvent(world, { ...quietly, action, pull, sender: accountNamed(world, by) });
    },
  };
}
