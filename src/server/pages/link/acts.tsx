import { actWords } from '../../../core/text/act.ts';
import type { ActView } from '../../../db/acts.ts';
import { Icon } from '../icons.tsx';
import { Time } from '../parts.tsx';

interface Given {
  acts: ActView[];
  now: Date;
  webUrl: string;
}

/** What persons did to the link, newest first. */
export function Acts({ acts, now, webUrl }: Given) {
  return (
    <section class="Box" aria-labelledby="acts-title">
      <div class="Box-header">
        <h2 id="acts-title">Who did what</h2>
      </div>
      <div id="acts" data-live="">
        {acts.length === 0 ? (
          <p class="Box-body color-fg-muted mb-0">Nobody did anything to this link in the last 90 days.</p>
        ) : (
          <ul>
            {acts.map((act) => (
              <li class="Box-row act">
                <span class="color-fg-muted">
                  <Icon name="person" />
                </span>
                <p class="link-when mb-0">
                  <Who act={act} webUrl={webUrl} />{' '}
                  {act.kind === 'hook' ? 'asked for a sync' : actWords(act.kind, act.detail)} ·{' '}
                  <Time at={act.at.toISOString()} now={now} />
                </p>
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}

function Who({ act: { kind, login }, webUrl }: { act: ActView; webUrl: string }) {
  if (login === null)
    return <strong>{kind === 'hook' ? 'The secret address' : kind === 'retry' ? 'An operator' : 'Somebody'}</strong>;
  return (
    <a class="text-bold" href={new URL(`/${encodeURIComponent(login)}`, webUrl).href}>
      {login}
    </a>
  );
}
