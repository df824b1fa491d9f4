import { expect } from 'vitest';
import type { Keeping, Kept } from '../../src/core/keep.ts';
import { defaultSettings } from '../../src/core/link.ts';
import type { Comparison, Observation, ObservedPull, Placed } from '../../src/core/observation.ts';
import { type Known, type Plan, planSync } from '../../src/core/plan.ts';
import { reachable } from './branches.ts';
import { fork, known, now, pull, reference, seen, upstream } from './observed.ts';

/** A fork, its upstream and a head in the fork, as people and an operation may move them in any order. */
export class Network {
  readonly history = new Map<string, readonly string[]>();
  readonly theirs = new Set<string>();
  main = this.commit();
  head = this.main;
  placed: string | null = null;
  pulls: ObservedPull[] = [];
  /** What the fork has at the paths that are kept: 0 is what upstream has there. */
  keeps = 0;
  /** Commits that keep something else, by upstream's commit and that; and what each of them is. */
  private readonly made = new Map<string, string>();
  private readonly keeping = new Map<string, Keeping>();
  known: Known;

  constructor({ keep }: { keep: string[] } = { keep: [] }) {
    const pullRequest = { ...defaultSettings.pullRequest, head: 'fork' as const };
    this.known = known({ settings: { ...defaultSettings, keep, pullRequest }, trigger: 'event' });
  }

  /** Where the head is to be while nobody pushed there: the same commit, however often it is made. */
  wanted(of = this.head): string {
    if (this.keeps === 0 || this.known.settings.keep.length === 0) return of;
    const keeping = { of, digest: String(this.keeps) };
    const key = JSON.stringify(keeping);
    const sha = this.made.get(key) ?? this.commit(of);
    this.made.set(key, sha);
    this.keeping.set(sha, keeping);
    return sha;
  }

  private kept(): Kept | null {
    if (this.known.settings.keep.length === 0) return null;
    const files = this.keeps === 0 ? [] : [{ path: 'docs', version: null }];
    return { of: this.head, files, alone: false, digest: String(this.keeps) };
  }

  commit(...parents: string[]): string {
    const sha = (this.history.size + 1).toString(16).padStart(40, '0');
    this.history.set(sha, parents);
    return sha;
  }

  private all(...tips: string[]): Set<string> {
    return reachable(this.history, tips);
  }

  private compare(base: string, to: string): Comparison {
    const [ours, theirs] = [this.all(base), this.all(to)];
    const missing = [...theirs].filter((one) => !ours.has(one)).length;
    const own = [...ours].filter((one) => !theirs.has(one)).length;
    return { kind: 'counted', missing, own, headSha: to };
  }

  private get open(): ObservedPull | undefined {
    return this.pulls.find(({ state }) => state === 'open');
  }

  private change(one: ObservedPull, to: Partial<ObservedPull>): void {
    this.pulls = this.pulls.map((each) => (each === one ? { ...each, ...to } : each));
  }

  /** What people do to upstream, the fork and the pull request. */
  readonly people: Record<string, () => void> = {
    upstreamGoesOn: () => {
      this.head = this.commit(this.head);
    },
    upstreamIsRewritten: () => {
      this.head = this.commit(this.history.get(this.head)?.[0] ?? this.head);
    },
    commitToTheFork: () => {
      this.main = this.commit(this.main);
    },
    changeWhatIsKept: () => {
      this.main = this.commit(this.main);
      this.keeps = (this.keeps + 1) % 3;
    },
    pushToTheHead: () => this.push((placed) => this.commit(placed)),
    mergeTheForkIntoTheHead: () => this.push((placed) => this.commit(placed, this.main)),
    merge: () => this.merge((headSha) => this.commit(this.main, headSha)),
    squash: () => this.merge(() => this.commit(this.main)),
    close: () =>
      this.open && this.change(this.open, { state: 'closed', closedBy: 'person', closedAt: now.toISOString() }),
    release: () => {
      this.known = { ...this.known, releasedAt: now.toISOString() };
    },
    bringTheForkUpToDate: () => {
      this.main = this.commit(this.main, this.head);
      this.follow();
    },
  };

  private push(make: (placed: string) => string): void {
    if (this.placed === null) return;
    this.placed = make(this.placed);
    this.theirs.add(this.placed);
    this.follow();
  }

  private merge(make: (headSha: string) => string): void {
    const { open } = this;
    if (!open) return;
    this.main = make(open.headSha);
    this.change(open, { state: 'merged' });
  }

  /** GitHub: a pull request follows its head, and is merged once its base has all of it. */
  private follow(): void {
    const { open, placed } = this;
    if (open && placed !== null) this.change(open, { headSha: placed });
    const after = this.open;
    if (after && this.all(this.main).has(after.headSha)) this.change(after, { state: 'merged' });
  }

  shown(): Observation {
    const { placed } = this;
    const beyond = placed === null ? null : this.compare(placed, this.main);
    return seen({
      fork: fork({ branchSha: this.main }),
      upstream: upstream({ branchSha: this.head }),
      comparison: this.compare(this.main, this.head),
      kept: this.kept(),
      pulls: this.pulls,
      placed: placed === null || beyond?.kind !== 'counted' ? null : this.shownHead(placed, beyond),
    });
  }

  private shownHead(sha: string, { own: beyond, missing: lacks }: { own: number; missing: number }): Placed {
    const comparison = this.compare(sha, this.head);
    const keeps = this.keeping.get(sha);
    if (!keeps || comparison.kind !== 'counted') return { sha, comparison, beyond, lacks };
    const own = Math.max(0, comparison.own - 1);
    return { sha, keeps, comparison: { ...comparison, own }, beyond: Math.max(0, beyond - 1), lacks };
  }

  /** As GitHub does it: nothing forced but by `replace` and removed but from where it was seen. */
  operate({ told, stuck }: { told: boolean; stuck: boolean }): Plan {
    let plan = planSync(this.known, this.shown(), now);
    if (stuck && plan.actions.some((action) => action.type === 'place-head' && action.how === 'merge')) {
      plan = planSync(this.known, this.shown(), now, null, true);
    }
    let opened: ObservedPull | null = null;
    for (const action of plan.actions) {
      if (action.type === 'place-head') {
        if ('from' in action) expect(this.placed).toBe(action.from);
        if (action.how === 'create') expect(this.placed).toBeNull();
        const to = action.keeping ? this.wanted(action.to) : action.to;
        if (action.how === 'forward') expect(this.all(to)).toContain(action.from);
        this.placed = action.how === 'merge' ? this.commit(action.from, to) : to;
        this.follow();
      } else if (action.type === 'remove-head') {
        expect(this.placed).toBe(action.from);
        this.placed = null;
      } else if (action.type === 'close-pull') {
        const one = this.pulls.find(({ number }) => number === action.number);
        if (one) this.change(one, { state: 'closed', closedBy: 'us' });
      } else if (action.type === 'open-pull') {
        expect(this.open).toBeUndefined();
        opened = pull({ number: this.pulls.length + 1, head: 'fork', headSha: this.placed ?? '' });
        this.pulls = [opened, ...this.pulls];
      }
    }
    const shownOn = plan.reason === 'pull-merged' ? null : plan.pull;
    if (told) {
      this.known = {
        ...this.known,
        pull: opened ? reference(opened.number) : shownOn,
        decidedOn: plan.decidedOn,
        lastSyncedSha: plan.syncedSha ?? this.known.lastSyncedSha,
      };
    }
    return plan;
  }

  /** What the fork has of what people pushed to the head: in a branch, or in what was merged as a pull request. */
  there(): Set<string> {
    const mergedHeads = this.pulls.filter(({ state }) => state === 'merged').map(({ headSha }) => headSha);
    return this.all(this.main, ...mergedHeads, ...(this.placed === null ? [] : [this.placed]));
  }
}
