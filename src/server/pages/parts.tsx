import type { z } from '@hono/zod-openapi';
import type { LinkState } from '../../core/reason.ts';
import { pageSentence } from '../../core/text/page-sentence.ts';
import { exactTime, relativeTime } from '../../core/text/time.ts';
import { followsBranch, trackedTags } from '../../core/track.ts';
import type { Link } from '../api/schemas.ts';
import { Icon, type IconName } from './icons.tsx';

interface StateLook {
  text: string;
  icon: IconName;
  tone: 'success' | 'attention' | 'danger' | 'accent' | 'muted';
}

/** How each state of a link is shown: by its word and its icon, the colour only helps. */
export const stateLooks: Record<LinkState, StateLook> = {
  new: { text: 'New', icon: 'clock', tone: 'muted' },
  behind: { text: 'Behind', icon: 'git-branch', tone: 'accent' },
  'pull-open': { text: 'Pull request open', icon: 'git-pull-request', tone: 'success' },
  'in-sync': { text: 'In sync', icon: 'check-circle', tone: 'success' },
  held: { text: 'On hold', icon: 'stop', tone: 'attention' },
  conflict: { text: 'Conflict', icon: 'alert', tone: 'danger' },
  disabled: { text: 'Off', icon: 'no-entry', tone: 'muted' },
  failing: { text: 'Failing', icon: 'x-circle', tone: 'danger' },
};

export function State({ state }: { state: LinkState }) {
  const { text, icon, tone } = stateLooks[state];
  return (
    <span class={tone === 'muted' ? 'State' : `State State-${tone}`}>
      <Icon name={icon} size={14} />
      {text}
    </span>
  );
}

/** A moment as people say it and as it is. */
export function Time({ at, now }: { at: string; now: Date }) {
  const date = new Date(at);
  return (
    <time datetime={at}>
      {relativeTime(date, now)} <span class="exact">({exactTime(date)})</span>
    </time>
  );
}

/** What of upstream a link follows, where that is not simply its branch. */
export function Followed({ track }: { track: string }) {
  if (track === followsBranch) return null;
  const tags = trackedTags(track);
  return tags === null ? (
    <> · latest release</>
  ) : (
    <>
      {' · newest tag like '}
      <code>{tags}</code>
    </>
  );
}

/** When a link brought something last, and when it is looked at again. */
export function LastSync({ link, now }: { link: Pick<z.infer<typeof Link>, 'lastSyncedAt' | 'retryAt'>; now: Date }) {
  return (
    <p class="link-when">
      {link.lastSyncedAt ? (
        <>
          Last synced <Time at={link.lastSyncedAt} now={now} />
        </>
      ) : (
        'Nothing was synced yet'
      )}
      {link.retryAt && (
        <>
          {' · looks again '}
          <Time at={link.retryAt} now={now} />
        </>
      )}
    </p>
  );
}

/** Why a link is as it is, with its addresses as links. */
export function Sentence({ text }: { text: string }) {
  return (
    <p class="sentence">
      {pageSentence(text).map((part) => ('link' in part ? <a href={part.link}>{part.text}</a> : part.text))}
    </p>
  );
}

/** Pages of a list; `hrefOf` says where one is. */
export function Pages({ page, last, hrefOf }: { page: number; last: number; hrefOf: (page: number) => string }) {
  if (last <= 1) return null;
  const near = [...new Set([1, page - 2, page - 1, page, page + 1, page + 2, last])].filter(
    (one) => one >= 1 && one <= last,
  );
  return (
    <nav class="paginate-container" aria-label="Pages">
      <div class="pagination">
        {page > 1 ? (
          <a class="previous_page" rel="prev" href={hrefOf(page - 1)}>
            Previous
          </a>
        ) : (
          <span class="previous_page disabled">Previous</span>
        )}
        {near.map((one, at) => (
          <>
            {at > 0 && one - (near[at - 1] ?? 0) > 1 && <span class="gap">…</span>}
            {one === page ? (
              <em class="current" aria-current="page">
                {one}
              </em>
            ) : (
              <a href={hrefOf(one)} aria-label={`Page ${one}`}>
                {one}
              </a>
            )}
          </>
        ))}
        {page < last ? (
          <a class="next_page" rel="next" href={hrefOf(page + 1)}>
            Next
          </a>
        ) : (
          <span class="next_page disabled">Next</span>
        )}
      </div>
    </nav>
  );
}
