/** A model of two repositories with a common history: commits by name, references, and what a plan does to them. */
import type { Comparison, Observation } from '../../src/core/observation.ts';
import type { Action, Move, Plan } from '../../src/core/plan.ts';
import { seen as everything, fork, sha, upstream } from './observed.ts';

export const isMove = (action: Action): action is Move =>
  action.type === 'forward' || action.type === 'merge' || action.type === 'replace' || action.type === 'rebase';

/** Parents by commit. */
export type History = ReadonlyMap<string, readonly string[]>;

export interface Branches {
  history: History;
  /** References of the fork, the branch `main` among them. */
  refs: ReadonlyMap<string, string>;
  /** Head of upstream's branch. */
  head: string;
}

export const main = 'refs/heads/main';

export function reachable(history: History, tips: Iterable<string>): Set<string> {
  const found = new Set<string>();
  const visit = (commit: string) => {
    if (found.has(commit)) return;
    found.add(commit);
    for (const parent of history.get(commit) ?? []) visit(parent);
  };
  for (const tip of tips) visit(tip);
  return found;
}

/** What GitHub would show. */
export function shown({ history, refs, head }: Branches, more: Partial<Observation> = {}): Observation {
  const from = refs.get(main) ?? '';
  const ours = reachable(history, [from]);
  const theirs = reachable(history, [head]);
  const missing = [...theirs].filter((commit) => !ours.has(commit)).length;
  const own = [...ours].filter((commit) => !theirs.has(commit)).length;
  const related = [...ours].some((commit) => theirs.has(commit));
  const comparison: Comparison = related ? { kind: 'counted', missing, own, headSha: head } : { kind: 'unrelated' };
  return everything({ fork: fork({ branchSha: from }), upstream: upstream({ branchSha: head }), comparison, ...more });
}

/** As GitHub does it: nothing forced but by `replace` and `rebase`, and none of their two references without the other. */
export function moved(before: Branches, plan: Plan): Branches {
  const refs = new Map(before.refs);
  const history = new Map(before.history);
  for (const move of plan.actions.filter(isMove)) {
    if (refs.get(main) !== move.from) throw new Error('overtaken');
    if (move.type === 'replace') refs.set(move.backup, move.from).set(main, move.to);
    else if (move.type === 'rebase') {
      const commit = sha(String(history.size % 10)).replace(/^./, 'd');
      history.set(commit, [move.onto]);
      refs.set(move.backup, move.from).set(main, commit);
    } else if (move.type === 'merge') {
      const kept = sha(String(history.size % 10)).replace(/^./, 'c');
      if (move.keeping) history.set(kept, [move.headSha]);
      const commit = sha(String(history.size % 10)).replace(/^./, 'e');
      history.set(commit, [move.from, move.keeping ? kept : move.headSha]);
      refs.set(main, commit);
    } else {
      if (!reachable(history, [move.to]).has(move.from)) throw new Error('not a fast forward');
      refs.set(main, move.to);
    }
  }
  return { ...before, history, refs };
}
