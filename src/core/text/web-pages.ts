import type { BranchName } from '../observation.ts';
import { NAME_LIMIT } from './harmless.ts';

/** What the addresses of GitHub's pages are made of. */
export interface WebFacts {
  fork: BranchName;
  upstream: BranchName;
  /** Where people see GitHub, without a path: `https://github.com`, or a GitHub Enterprise Server. */
  webUrl: string;
  installationId: number;
  /** Of the account the App is installed on, which is the fork's owner. Not known: pages that suit both. */
  accountType?: 'User' | 'Organization';
  /** The App's own page, `html_url` of `GET /app`. Not known: the repository's list of Apps. */
  appUrl?: string;
}

/** Addresses of the pages where people do things, every name percent-encoded. Of an upstream that is not on GitHub only its own is known. */
export interface WebPages {
  fork: string;
  upstream: string;
  /** Of the fork. */
  settings: string;
  rules: string;
  branchRules: string;
  branches: string;
  tags: string;
  pulls: string;
  upstreamBranches: string;
  /** The commits on the fork's branch. */
  commits: string;
  /** The fork's branch. */
  tree: string;
  /** What upstream's branch has that the fork's has not. */
  compare: string;
  /** Where permissions are accepted, repositories selected, and the App unsuspended or uninstalled. */
  installation: string;
  /** Where the App is installed. */
  install: string;
  /** The fork's own configuration file. */
  configuration: string;
  /** The file that holds for all forks of the fork's owner, and where it would be. */
  ownersConfiguration: string;
  /** Open pull requests in all repositories of the fork's owner. */
  ownersPulls: string;
  /** Open pull requests in upstream whose head branch is called like the fork's. */
  upstreamPulls: string;
}

/**
 * Also encodes what `encodeURIComponent` leaves alone but Markdown or the end of a sentence may not; lone
 * surrogates, on which it throws, are replaced first.
 */
function segment(text: string): string {
  const encoded = encodeURIComponent(short(text).replace(/\p{Cs}/gu, '\u{FFFD}'));
  return encoded.replace(/[!'()*]/g, (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** No name on GitHub is longer; without it an address could outgrow what it stands in. */
function short(text: string): string {
  return Array.from(text).slice(0, NAME_LIMIT).join('');
}

function path(text: string): string {
  return short(text).split('/').map(segment).join('/');
}

/** As `html_url` of an installation (`GET /app/installations/{id}`) has it; null when the kind of account is not known. */
function installationPage(facts: WebFacts, webUrl: string): string | null {
  if (facts.accountType === undefined) return null;
  const account = facts.accountType === 'User' ? webUrl : `${webUrl}/organizations/${segment(facts.fork.owner)}`;
  return `${account}/settings/installations/${facts.installationId}`;
}

/** The address of every page that the texts send people to. */
export function webPages(facts: WebFacts): WebPages {
  const webUrl = facts.webUrl.replace(/\/+$/, '');
  const repository = ({ owner, name }: BranchName) => `${webUrl}/${segment(owner)}/${segment(name)}`;
  const fork = repository(facts.fork);
  const elsewhere = facts.upstream.url ?? null;
  const upstream = elsewhere ?? repository(facts.upstream);
  const head = [facts.upstream.owner, facts.upstream.name].map(segment).join(':');
  const ofRepository = `${fork}/settings/installations`;
  return {
    fork,
    upstream,
    settings: `${fork}/settings`,
    rules: `${fork}/settings/rules`,
    branchRules: `${fork}/settings/branches`,
    branches: `${fork}/branches`,
    tags: `${fork}/tags`,
    pulls: `${fork}/pulls`,
    upstreamBranches: elsewhere ?? `${upstream}/branches`,
    commits: `${fork}/commits/${path(facts.fork.branch)}`,
    tree: `${fork}/tree/${path(facts.fork.branch)}`,
    compare: elsewhere ?? `${fork}/compare/${path(facts.fork.branch)}...${head}:${path(facts.upstream.branch)}`,
    installation: installationPage(facts, webUrl) ?? ofRepository,
    install: facts.appUrl === undefined ? ofRepository : `${facts.appUrl}/installations/new`,
    configuration: `${fork}/blob/HEAD/.github/backstroke.yml`,
    ownersConfiguration: `${webUrl}/${segment(facts.fork.owner)}/.github/blob/HEAD/.github/backstroke.yml`,
    ownersPulls: `${webUrl}/pulls?q=is%3Apr+is%3Aopen+user%3A${segment(facts.fork.owner)}`,
    upstreamPulls: `${upstream}/pulls?q=is%3Apr+is%3Aopen+head%3A${segment(facts.fork.branch)}`,
  };
}
