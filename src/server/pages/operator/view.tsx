import type { Child } from 'hono/jsx';
import { grouped } from '../../../core/text/count.ts';
import { Icon } from '../icons.tsx';
import { Time } from '../parts.tsx';
import { Brakes, type RefusedBrake } from './brakes.tsx';
import { DeadLetters } from './dead-letters.tsx';
import type { OperatorFacts } from './facts.ts';

interface Given {
  facts: OperatorFacts;
  /** What an operator wanted to stop, and why it is not. */
  refused: RefusedBrake | null;
  now: Date;
}

/** How the whole of this Backstroke is, and its brake. */
export function OperatorView({ facts, refused, now }: Given) {
  const stopped = facts.brakes.some(({ kind }) => kind === 'all');
  return (
    <>
      <div class="page-head">
        <h1>Operator</h1>
        <div class="actions">
          <a class="btn" href="/operator">
            <Icon name="sync" /> Look again
          </a>
        </div>
      </div>
      {stopped && (
        <p class="flash flash-error" role="alert">
          <Icon name="stop" />
          <span>Everything is stopped: nothing is written to GitHub.</span>
        </p>
      )}
      <Brakes brakes={facts.brakes} refused={refused} now={now} />
      <DeadLetters letters={facts.deadLetters} now={now} />
      <div class="columns">
        <Facts
          id="queues"
          title="Queues"
          rows={facts.queues.map((queue) => [queue.name, <Waiting {...queue} now={now} />])}
        />
        <Facts
          id="troubles"
          title="Why links are not up to date"
          rows={facts.troubles.map(({ reason, count }) => [<code>{reason}</code>, grouped(count)])}
        />
        <Facts id="state" title="This Backstroke" rows={state(facts, now)} />
      </div>
      {facts.missing.length > 0 && (
        <section class="Box" aria-labelledby="missing">
          <div class="Box-header">
            <h2 id="missing">What is not set</h2>
          </div>
          <ul>
            {facts.missing.map((sentence) => (
              <li class="Box-row">{sentence}</li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Facts({ id, title, rows }: { id: string; title: string; rows: [Child, Child][] }) {
  return (
    <section class="Box" aria-labelledby={id}>
      <div class="Box-header">
        <h2 id={id}>{title}</h2>
      </div>
      <dl class="facts">
        {rows.length === 0 && <p class="color-fg-muted mb-0">Nothing</p>}
        {rows.map(([name, value]) => (
          <div>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Waiting({ depth, oldest, now }: { depth: number | null; oldest: Date | null; now: Date }) {
  if (depth === null) return <>Redis is away</>;
  return (
    <>
      {grouped(depth)}
      {oldest && (
        <>
          {', the oldest '}
          <Time at={oldest.toISOString()} now={now} />
        </>
      )}
    </>
  );
}

function state(facts: OperatorFacts, now: Date): [Child, Child][] {
  const { lastTick, pulls, versions } = facts;
  return [
    ['Last tick', lastTick ? <Time at={lastTick.toISOString()} now={now} /> : 'none in the last day'],
    ['Pull requests this hour', pulls ? `${pulls.used ?? '?'} of ${pulls.limit}` : 'not limited'],
    ['Links', grouped(facts.links)],
    ['Installations', grouped(facts.installations)],
    ...Object.entries(versions).map(([name, version]): [Child, Child] => [name, version]),
  ];
}
