import { type ConfigFile, declaringFile } from '../../core/config/origin.ts';
import { configPage } from '../../core/text/off.ts';
import type { LinkView } from '../../db/views.ts';
import { Problem } from '../problem.ts';

/** 409 for a link that a configuration file declares: it is changed and removed there. */
export function demandUndeclared(link: LinkView, webUrl: string): void {
  if (link.source !== 'config' || link.off !== null) return;
  const { own, defaults, fork } = link;
  const file = declaringFile({ own: own.config, owner: defaults.config, repository: fork.repo }) ?? 'own';
  throw new Problem(
    409,
    `${fileOf(file, { owner: fork.owner, name: fork.repo }, webUrl)} declares this link: change it there.`,
  );
}

/** `The file <address>`, followed by nothing: whoever uses it puts a space there. */
export function fileOf(file: ConfigFile, fork: { owner: string; name: string }, webUrl: string): string {
  return `The file ${configPage(file, fork, webUrl)}`;
}
