import type { Trigger } from '../../../core/message.ts';
import type { Operation } from '../../../core/operation.ts';
import { Icon, type IconName } from '../icons.tsx';
import { Sentence, Time } from '../parts.tsx';

/** What an operation was for, as people say it. */
const causes: Record<Trigger, string> = {
  install: 'the App was installed',
  push: 'upstream was pushed to',
  schedule: 'it was time to look',
  manual: 'a person asked',
  config: 'the configuration changed',
  event: 'an event on GitHub, or the secret address',
  retry: 'another try',
};

const looks: Record<Operation['status'], { text: string; icon: IconName; tone: string }> = {
  queued: { text: 'Waits', icon: 'clock', tone: 'color-fg-muted' },
  running: { text: 'Runs', icon: 'sync', tone: 'color-fg-attention' },
  ok: { text: 'Done', icon: 'check-circle', tone: 'color-fg-success' },
  error: { text: 'Needs somebody', icon: 'x-circle', tone: 'color-fg-danger' },
};

interface Given {
  operations: { total: number; data: Operation[] };
  now: Date;
}

/** The operations of the last 24 hours, newest first. */
export function Operations({ operations: { total, data }, now }: Given) {
  return (
    <section class="Box" aria-labelledby="operations-title">
      <div class="Box-header">
        <h2 id="operations-title">Last 24 hours</h2>
      </div>
      <div id="operations" data-live="">
        {data.length === 0 ? (
          <p class="Box-body color-fg-muted mb-0">Nothing happened to this link in the last 24 hours.</p>
        ) : (
          <ul>
            {data.map((operation) => (
              <Row operation={operation} now={now} />
            ))}
            {total > data.length && <li class="Box-row color-fg-muted">and {total - data.length} before that</li>}
          </ul>
        )}
      </div>
    </section>
  );
}

function Row({ operation, now }: { operation: Operation; now: Date }) {
  const { text, icon, tone } = looks[operation.status];
  const { sentence, pullRequest, rangeDiff } = operation;
  return (
    <li class="Box-row operation">
      <span class={tone}>
        <Icon name={icon} />
      </span>
      <div class="link-text">
        <p class="link-when">
          <strong>{text}</strong>{' '}
          <Time at={operation.finishedAt ?? operation.startedAt ?? operation.queuedAt} now={now} /> ·{' '}
          {causes[operation.trigger]}
          {took(operation)}
        </p>
        {sentence && <Sentence text={sentence} />}
        {pullRequest && !sentence?.includes(pullRequest.url) && (
          <a href={pullRequest.url}>
            <Icon name="git-pull-request" /> #{pullRequest.number}
          </a>
        )}
        {rangeDiff && (
          <details id={`range-${operation.id}`}>
            <summary>How the commits changed</summary>
            <pre tabindex={0}>{rangeDiff}</pre>
          </details>
        )}
      </div>
    </li>
  );
}

function took({ startedAt, finishedAt }: Operation): string {
  if (startedAt === null || finishedAt === null) return '';
  const seconds = (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;
  return ` · took ${seconds < 10 ? Math.max(0.1, seconds).toFixed(1) : Math.round(seconds)} s`;
}
