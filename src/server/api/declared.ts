import { type ConfigFile, type Configured, declaringFile, strategyFile } from '../../core/config/origin.ts';
import { configPage } from '../../core/text/off.ts';
import type { LinkView } from '../../db/views.ts';
import { Problem } from '../problem.ts';

/** 409 for a link that a configuration file declares: it is changed and removed there. */
export function demandUndeclared(link: LinkView, webUrl: string): void {
  if (link.source !== 'config' || link.off !== null) return;
  throw declaredIn(link, declaringFile(configured(link)) ?? 'own', 'declares this link', webUrl);
}

/** 409 for a link whose strategy a configuration file says, also where being a fork is all that makes it. */
export function demandFreeStrategy(link: LinkView, webUrl: string): void {
  demandUndeclared(link, webUrl);
  const file = link.everyForkHasIt && link.off === null ? strategyFile(configured(link)) : null;
  if (file !== null) throw declaredIn(link, file, 'says the strategy of this link', webUrl);
}

function configured({ own, defaults, fork }: LinkView): Configured {
  return { own: own.config, owner: defaults.config, repository: fork.repo };
}

function declaredIn({ fork }: LinkView, file: ConfigFile, says: string, webUrl: string): Problem {
  return new Problem(409, `${fileOf(file, { owner: fork.owner, name: fork.repo }, webUrl)} ${says}: change it there.`);
}

/** `The file <address>`, followed by nothing: whoever uses it puts a space there. */
export function fileOf(file: ConfigFile, fork: { owner: string; name: string }, webUrl: string): string {
  return `The file ${configPage(file, fork, webUrl)}`;
}
