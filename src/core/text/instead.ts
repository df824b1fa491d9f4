/** Why there is a pull request where the settings ask for none. */
import type { Instead } from '../plan-types.ts';
import { commits } from './count.ts';
import { quietSpan } from './harmless.ts';
import { type WebFacts, webPages } from './web-pages.ts';

interface InsteadFacts {
  instead?: Instead | null;
  /** Commits only the fork has; null when they were not counted. */
  own?: number | null;
  /** Paths in which both changed the same lines, as far as they are known. */
  files?: readonly string[];
}

/** A sentence for the body of a pull request, after one that names the fork's branch; or nothing. */
export function insteadInBody(facts: InsteadFacts & WebFacts): string {
  const why = insteadWords(facts, {
    ours: 'that branch',
    page: `<${webPages(facts).ownersConfiguration}>`,
    name: (path) => quietSpan(path),
  });
  return why === '' ? '' : `This is a pull request${why}.`;
}

/** `, because …`, or nothing. `ours`: the fork's branch; `page`: where the owner's file is; `name`: how a path is written. */
export function insteadWords(
  { instead, own, files = [] }: InsteadFacts,
  { ours, page, name }: { ours: string; page: string; name: (path: string) => string },
): string {
  switch (instead) {
    case 'own-commits':
      return `, because ${ours} has ${own ? commits(own) : 'commits'} of its own and cannot be moved forward`;
    case 'configuration':
      return (
        `, because the configuration file is a commit of its own on ${ours}, which therefore cannot be moved forward ` +
        `(it would not be in the way in ${page} )`
      );
    case 'conflict':
      return `, because ${ours} and upstream changed the same lines${listed(files, name)}`;
    case 'no-git':
      return `, because this Backstroke's worker has no git and cannot replay the commits that ${ours} has of its own`;
    case 'too-many':
      return `, because ${ours} has more commits of its own than Backstroke replays`;
    default:
      return '';
  }
}

/** Paths that are named; of more of them only that there are more. */
const FILES_LIMIT = 3;

function listed(files: readonly string[], name: (path: string) => string): string {
  if (files.length === 0) return '';
  const more = files.length > FILES_LIMIT ? ` and ${files.length - FILES_LIMIT} more` : '';
  return ` of ${files.slice(0, FILES_LIMIT).map(name).join(', ')}${more}`;
}
