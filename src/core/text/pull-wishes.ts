/** The checkboxes of a pull request's body, with what each of them does. */
import { headBranch } from '../head-branch.ts';
import { isWorkflow } from '../risk.ts';
import { codeSpan } from './harmless.ts';
import { emptyBox } from './pull-boxes.ts';
import { named } from './pull-changes.ts';
import { isKnown } from './pull-conflict.ts';
import type { Changes, PullRequestFacts } from './pull-facts.ts';

/** What may be asked for by ticking: "move" where there are conflicts, with a second box where upstream's workflows are others than the fork's. */
export function wishes(facts: PullRequestFacts): string {
  const boxes = [emptyBox('sync', '**Sync now**: look at both branches again, whatever period the settings name.')];
  const { conflict, headInFork, changes } = facts;
  if (conflict !== null && headInFork === null && changes !== null) boxes.push(...moving(facts, changes));
  if (conflict !== null && headInFork !== null && isKnown(conflict)) boxes.push(resolvingBox(facts));
  return ['Who may push to this fork can tick what Backstroke is to do:', boxes.join('\n')].join('\n\n');
}

function moving(facts: PullRequestFacts, changes: Changes): string[] {
  const move = emptyBox(
    'move',
    "**Move to a branch in this fork**: close this, and open a pull request from this fork's branch " +
      `${codeSpan(headBranch(facts))} in its place, on which conflicts can be resolved in the browser. ` +
      "**This fork's own workflows then run on upstream's code with this fork's secrets**, " +
      'also on what upstream pushes until that one is merged or closed.',
  );
  const others = differing(changes);
  if (others === null) return [move];
  const also =
    `**And run workflows that differ**: I have looked at ${others}, which then run with this fork's secrets. ` +
    'Nothing is moved before this is ticked, too.';
  return [move, emptyBox('workflows', also)];
}

function resolvingBox({ fork, merge }: PullRequestFacts): string {
  const then =
    merge === 'never' ? 'Look at it before you merge this.' : 'Backstroke then merges this once GitHub calls it clean.';
  return emptyBox(
    'resolve',
    `**Resolve as before**: merge ${codeSpan(fork.branch)} into this branch, with each conflict resolved as it was then. ${then}`,
  );
}

/** Those of either side count: the head would have upstream's, and run them. null: none differ. */
function differing({ theirs, own }: Changes): string | null {
  const paths = new Set([...theirs.files, ...own.files].filter(isWorkflow).map(({ path }) => path));
  const listed = named([...paths].sort(), 3);
  const rest = 'what else may differ beyond the files that GitHub lists';
  if (!theirs.cut && !own.cut) return listed === '' ? null : listed;
  return listed === '' ? rest : `${listed} and ${rest}`;
}

/** Our part of the body of a pull request that was closed because another one came in its place. */
export function replacedText({ number, branch }: { number: number; branch: string }): string {
  return (
    `**Replaced by #${number}**, whose head is the branch ${codeSpan(branch)} of this fork: conflicts can be resolved on it. ` +
    'Backstroke closed this one. To stop it all, close that one.'
  );
}
