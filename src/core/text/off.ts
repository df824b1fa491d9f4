import { pullPath } from '../config/file.ts';
import type { ConfigFile, WhyOff } from '../config/origin.ts';
import { plainScript, type SentenceFacts, sentenceWords, type Words } from './sentence-words.ts';
import { webPages } from './web-pages.ts';

/** The page of a configuration file. */
export function configPage(file: ConfigFile, fork: { owner: string; name: string }, webUrl: string): string {
  const { owner } = fork;
  const home = { owner, name: file === 'owner' ? '.github' : fork.name, branch: '' };
  const pages = webPages({ fork: home, upstream: home, webUrl, installationId: 0 });
  return file === 'pull' ? `${pages.fork}/blob/HEAD/${pullPath}` : pages.configuration;
}

/** Why a link is off that no person switched off, and what to do about it. To be shown where `sentenceFor` may be. */
export function offSentence(why: WhyOff, facts: SentenceFacts): string {
  const detail = why.by === 'problem' ? why.problem : null;
  const words = sentenceWords({ ...facts, detail }, plainScript);
  if (why.by === 'nobody') return unasked(words);
  const page = configPage(why.file, facts.fork, facts.webUrl);
  const sync = `the sync from ${words.theirs} to ${words.ours}`;
  if (why.by === 'switch')
    return `The configuration file turns ${sync} off: change \`enabled\` in ${page} to have it back.`;
  if (why.by === 'declaration') {
    return `The configuration file does not declare ${sync}, so it is off: add it to ${page} to have it back.`;
  }
  return `The configuration file has a problem${words.said} and never was valid, so ${sync} is off: correct ${page} to have it.`;
}

function unasked({ ours, theirs }: Words): string {
  return `No file asks for the sync from ${theirs} to ${ours}, and it is not what the fork follows by itself: ask for it with POST /v1/links to have it back.`;
}
