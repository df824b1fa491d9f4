import type { z } from '@hono/zod-openapi';
import type { LinkState } from '../../../core/reason.ts';
import { counted } from '../../../core/text/count.ts';
import type { Link } from '../../api/schemas.ts';
import { attention } from '../fleet/query.ts';
import { FleetRow } from '../fleet/row.tsx';
import { Unlinked } from '../fleet/unlinked.tsx';
import { Icon } from '../icons.tsx';

export interface InstalledShown {
  /** Where the App is installed; null: not known yet. */
  account: string | null;
  /** The tables do not say yet what GitHub shows. */
  looking: boolean;
  suspended: boolean;
  here: string;
  /** Repositories that the App is on and the caller can push to. */
  repositories: number;
  links: z.infer<typeof Link>[];
  total: number;
  counts: { state: LinkState; count: number }[];
  unlinked: { total: number; data: { owner: string; name: string }[] };
  /** Where it is said on GitHub which repositories the App is on. */
  settings: string;
  now: Date;
  webUrl: string;
}

/** What installing the App came to. */
export function Installed(shown: InstalledShown) {
  const { account, looking, suspended, links, total, unlinked, here, settings, now, webUrl } = shown;
  const waiting = shown.counts.filter(({ state }) => attention.includes(state));
  const needs = waiting.reduce((sum, each) => sum + each.count, 0);
  return (
    <>
      <div class="page-head">
        <h1>{account ? `Installed for ${account}` : 'Installed'}</h1>
        <div class="actions">
          <a class="btn" href={settings}>
            <Icon name="gear" /> Change repositories
          </a>
          <a class="btn btn-primary" href="/?fresh">
            To all your forks
          </a>
        </div>
      </div>
      {suspended && (
        <p class="flash flash-error">
          <Icon name="alert" />
          <span>It is suspended, so nothing happens: unsuspend it with “Change repositories”.</span>
        </p>
      )}
      {looking && !suspended && <Looking here={here} />}
      {!looking && <p class="mb-3">{summary(shown, needs)}</p>}
      {links.length > 0 && (
        <section aria-label="Links">
          <ul class="Box">
            {links.map((link) => (
              <FleetRow link={link} now={now} here={here} webUrl={webUrl} />
            ))}
            {total > links.length && (
              <li class="Box-row">
                <a href={account ? `/?${new URLSearchParams({ owner: account })}` : '/'}>
                  and {counted(total - links.length, 'other link')}
                </a>
              </li>
            )}
          </ul>
        </section>
      )}
      {unlinked.total > 0 && !looking && <Unlinked {...unlinked} />}
    </>
  );
}

function Looking({ here }: { here: string }) {
  return (
    <p class="flash" role="status">
      <Icon name="clock" />
      <span>
        Backstroke looks at the repositories just now. <a href={here}>Look again</a> in a moment.
      </span>
    </p>
  );
}

function summary({ repositories, total, unlinked }: InstalledShown, needs: number): string {
  if (repositories === 0) return 'It is on no repository that you can push to: choose some with “Change repositories”.';
  if (total === 0 && unlinked.total === 0) {
    return `It is on ${counted(repositories, 'repository', 'repositories')}, none of them a fork: Backstroke changes nothing there, and learns of pushes to them at once.`;
  }
  const kept =
    total === 0
      ? 'No fork is kept up to date yet.'
      : `Backstroke keeps ${counted(total, 'branch', 'branches')} up to date.`;
  const you =
    needs === 0
      ? 'Nothing needs you.'
      : `${counted(needs, 'of them needs', 'of them need')} you: what to do is said below.`;
  return total === 0 ? kept : `${kept} ${you}`;
}

/** For who may not install the App where they wanted to. */
export function AskedToInstall() {
  return (
    <div class="narrow Box">
      <div class="blankslate">
        <Icon name="clock" size={24} />
        <h1>An owner has been asked</h1>
        <p>GitHub asked the owners of the organization to install Backstroke. It begins when one of them does.</p>
        <a class="btn" href="/">
          To your forks
        </a>
      </div>
    </div>
  );
}
