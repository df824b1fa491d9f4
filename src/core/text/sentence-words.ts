import type { Unmerged } from '../merging.ts';
import type { Instead } from '../plan-types.ts';
import { lackWords, type Tracked } from '../track.ts';
import { commits } from './count.ts';
import { codeSpan, NAME_LIMIT, visible } from './harmless.ts';
import { insteadWords } from './instead.ts';
import { type Refusers, refusers } from './refusers.ts';
import { missingCheckbox, waitWords } from './unmerged.ts';
import { type WebFacts, type WebPages, webPages } from './web-pages.ts';

/** What a sentence may name. */
export interface SentenceFacts extends WebFacts {
  pull: { number: number; url: string } | null;
  /** Commits the fork lacks; null when they were not counted. */
  missing: number | null;
  /** Commits only the fork has; null when they were not counted, or it does not matter. */
  own?: number | null;
  /** Why there is a pull request where the settings ask for none. */
  instead?: Instead | null;
  /** Paths in which both changed the same lines, as far as they are known. */
  files?: readonly string[];
  /** Upstream's branch no longer holds what was synced last. */
  rewritten?: boolean;
  /** The pull request's own text holds the commands that resolve its conflicts. */
  explained?: boolean;
  /** GitHub's words where it refused a part of what was to be put on the pull request when it was opened. */
  refused?: string | null;
  /** Page of the open pull request into another repository that the fork's branch is the head of. */
  holder?: string | null;
  /** The fork's branch was there, and was to be created had it never been. */
  deleted?: boolean;
  /** The branch in the fork that is the head of the pull request; `stuck`: upstream conflicts with what somebody pushed there. */
  headInFork?: { branch: string; stuck: boolean } | null;
  /** The pull request is ours, and merged by itself once GitHub calls it clean. */
  merging?: boolean;
  /** What keeps it from that. */
  unmerged?: Unmerged | null;
  /** The tag that is followed in the place of upstream's branch. */
  tag?: string | null;
  /** What is followed in its place, and is not there yet. */
  lacking?: Tracked | null;
  /** ISO 8601, when time alone changes the answer. */
  retryAt: string | null;
  /** Who did not answer, or takes no more, where that is not GitHub. */
  silent?: string | null;
  /** GitHub's words, or ours about a configuration file, already short. */
  detail: string | null;
}

/** The facts in words, each on one line and with nothing hidden in it. */
export interface Words extends WebPages, Refusers {
  /** `main of octo/hello`. */
  ours: string;
  /** `main of up/hello`, or `v1 of up/hello` where that tag is followed. */
  theirs: string;
  theirBranch: string;
  /** Upstream is not on GitHub. */
  elsewhere: boolean;
  /** How to follow something else. */
  follow: string;
  /** `has no release yet`, or nothing: why upstream has nothing to take. */
  lacks: string;
  forkName: string;
  upstreamName: string;
  owner: string;
  /** `3 commits`, or `new commits` when they were not counted. */
  count: string;
  /** `pull request <address>`, or where the fork's pull requests are when there is none at hand. */
  pull: string;
  pullAtStart: string;
  /** ` (rewritten since the last sync)`, or nothing: of upstream's branch. */
  rewritten: string;
  /** `, because …`, or nothing: why there is a pull request where the settings ask for none. */
  instead: string;
  /** `pull request <address>` that the fork's branch is the head of, or `those in <address>`. */
  holder: string;
  deleted: boolean;
  /** ` (“GitHub's words”)`, or nothing. */
  said: string;
  /** Who changed the same lines as upstream: the fork's branch, or what was pushed to the head of the pull request. */
  against: string;
  /** How to resolve conflicts. */
  resolve: string;
  /** The same, with what they mean for a pull request that was opened all the same. */
  undressed: string;
  /** The same, with what they mean for a pull request whose text should have been rewritten. */
  unwritten: string;
  /** The same of what GitHub refused when it was opened. */
  lacking: string;
  /** The same of what was to be put on a pull request because of its conflicts. */
  unlabelled: string;
  /** What there is to do where Backstroke merges the pull request; null: it does not. */
  merging: string | null;
  /** What it waits for before it is merged by itself. */
  waits: string;
  /** The checkbox among the fork's settings that it would need for that; null where it is not for the lack of one. */
  checkbox: string | null;
  /** `after 2026-01-01T00:00:00Z`, or `by itself`. */
  again: string;
  /** `until 2026-01-01T00:00:00Z`, or `for it to pass`. */
  wait: string;
}

/** How names, addresses and other people's words are written down. */
interface Script {
  name: (name: string) => string;
  page: (address: string) => string;
  quote: (words: string) => string;
}

/** For the API, pages and logs. */
export const plainScript: Script = {
  name: (name) => visible(name, NAME_LIMIT),
  page: (address) => address,
  quote: (words) => `“${quoted(words)}”`,
};

/**
 * For what GitHub renders: everything that is somebody's stands in code, where nothing is linked and nobody notified, and
 * addresses are autolinks (CommonMark 0.31), which percent-encoding keeps closed.
 */
export const markdownScript: Script = {
  name: (name) => codeSpan(name, NAME_LIMIT),
  page: (address) => `<${address}>`,
  quote: (words) => codeSpan(quoted(words)),
};

/** What to send to Backstroke itself: this has no page on GitHub. */
const followAnother = 'follow another with POST /v1/links or remove this link with DELETE /v1/links/:id';

/** Longest quotation of somebody else's words, in code points. */
const DETAIL_LIMIT = 200;

/** The facts as the sentences need them. */
export function sentenceWords(facts: SentenceFacts, { name, page, quote }: Script): Words {
  const addresses = webPages(facts);
  const pages = { ...addresses, ...mapped(addresses, page) };
  const forkName = name(`${facts.fork.owner}/${facts.fork.name}`);
  const upstreamName = name(`${facts.upstream.owner}/${facts.upstream.name}`);
  const owner = name(facts.fork.owner);
  const theirBranch = name(facts.upstream.branch);
  const elsewhere = Boolean(facts.upstream.url);
  const pull =
    facts.pull === null
      ? `a pull request in ${pages.pulls}`
      : `pull request ${page(`${addresses.fork}/pull/${facts.pull.number}`)}`;
  const said = facts.detail === null || facts.detail.trim() === '' ? '' : ` (${quote(facts.detail)})`;
  const ours = `${name(facts.fork.branch)} of ${forkName}`;
  return {
    ...pages,
    ours,
    theirs: `${facts.tag ? name(facts.tag) : theirBranch} of ${upstreamName}`,
    theirBranch,
    elsewhere,
    follow: elsewhere ? `name another in ${pages.configuration} or remove it there` : followAnother,
    ...refusers({ silent: facts.silent ? name(facts.silent) : null, fork: forkName, upstream: upstreamName, owner }),
    lacks: facts.lacking ? lackWords(facts.lacking, name) : '',
    forkName,
    upstreamName,
    owner,
    count: facts.missing === null ? 'new commits' : commits(facts.missing),
    pull,
    pullAtStart: pull.charAt(0).toUpperCase() + pull.slice(1),
    rewritten: facts.rewritten ? ' (rewritten since the last sync)' : '',
    instead: insteadWords(facts, { ours, page: pages.ownersConfiguration, name }),
    holder: facts.holder ? `pull request ${page(facts.holder)}` : `those in ${pages.upstreamPulls}`,
    deleted: facts.deleted ?? false,
    said,
    against: facts.headInFork?.stuck ? `what was pushed to ${name(facts.headInFork.branch)} of ${forkName}` : ours,
    resolve: resolving(facts, name),
    undressed: said === '' ? '' : `, but not with all that its settings say${said}`,
    unwritten: said === '' ? '' : `, though its text could not be rewritten${said}`,
    lacking: facts.refused ? `, but not with all that its settings say (${quote(facts.refused)})` : '',
    unlabelled: said === '' ? '' : `; not all that the settings say of conflicts was done${said}`,
    merging: facts.merging ? 'Backstroke merges it once GitHub calls it clean' : null,
    waits: waitWords(facts.unmerged ?? null, said, name),
    checkbox: missingCheckbox(facts.unmerged ?? null),
    again: facts.retryAt === null ? 'by itself' : `after ${visible(facts.retryAt)}`,
    wait: facts.retryAt === null ? 'for it to pass' : `until ${visible(facts.retryAt)}`,
  };
}

function resolving({ headInFork: head = null, explained }: SentenceFacts, name: Script['name']): string {
  if (head?.stuck) return `merge upstream into ${name(head.branch)} in a clone and push the result`;
  const there = head === null ? 'the commands, and a box for doing it in the browser' : 'the commands';
  const clone = `merge them in a clone${explained ? ` (its text has ${there})` : ''} and push the result`;
  return head === null ? clone : `resolve them there, or ${clone}`;
}

function mapped(addresses: WebPages, page: Script['page']): Record<string, string> {
  return Object.fromEntries(Object.entries(addresses).map(([key, address]: [string, string]) => [key, page(address)]));
}

/** Without the quotation marks that would end it, and the full stop that would end the sentence. */
function quoted(detail: string): string {
  return visible(detail.replace(/[“”]/g, "'"), DETAIL_LIMIT).replace(/[.\s]+$/, '');
}
