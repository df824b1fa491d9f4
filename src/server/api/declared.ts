import { type ConfigFile, type Configured, declaringFile, strategyFile } from '../../core/config/origin.ts';
import { configPage } from '../../core/text/off.ts';
import type { LinkView } from '../../db/views.ts';
import { Problem } from '../problem.ts';

/** The file that declares a link; null: none does, so people change and remove it here. */
export function declaredIn(link: LinkView): ConfigFile | null {
  return link.source === 'config' && link.off === null ? (declaringFile(configured(link)) ?? 'own') : null;
}

/** The file that says the strategy of a link, also where being a fork is all that makes it; null: people say it here. */
export function strategySaidIn(link: LinkView): ConfigFile | null {
  return declaredIn(link) ?? (link.everyForkHasIt && link.off === null ? strategyFile(configured(link)) : null);
}

/** 409 for a link that a configuration file declares: it is changed and removed there. */
export function demandUndeclared(link: LinkView, webUrl: string): void {
  const file = declaredIn(link);
  if (file !== null) throw saidThere(link, file, 'declares this link', webUrl);
}

/** 409 for a link whose strategy a configuration file says. */
export function demandFreeStrategy(link: LinkView, webUrl: string): void {
  demandUndeclared(link, webUrl);
  const file = strategySaidIn(link);
  if (file !== null) throw saidThere(link, file, 'says the strategy of this link', webUrl);
}

function configured({ own, defaults, fork }: LinkView): Configured {
  return { own: own.config, owner: defaults.config, repository: fork.repo };
}

function saidThere({ fork }: LinkView, file: ConfigFile, says: string, webUrl: string): Problem {
  return new Problem(409, `${fileOf(file, { owner: fork.owner, name: fork.repo }, webUrl)} ${says}: change it there.`);
}

/** `The file <address>`, followed by nothing: whoever uses it puts a space there. */
export function fileOf(file: ConfigFile, fork: { owner: string; name: string }, webUrl: string): string {
  return `The file ${configPage(file, fork, webUrl)}`;
}
