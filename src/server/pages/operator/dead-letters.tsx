import type { DeadLetter } from '../../../db/dead-letters.ts';
import { Sentence, Time } from '../parts.tsx';

/** What failed for a reason that is ours, and what to do with it. */
export function DeadLetters({ letters, now }: { letters: { total: number; data: DeadLetter[] }; now: Date }) {
  const { total, data } = letters;
  return (
    <section class="Box" aria-labelledby="dead-letters">
      <div class="Box-header">
        <h2 id="dead-letters">
          Dead letters <span class="Counter">{total}</span>
        </h2>
        {total > 0 && (
          <form method="post" action="/operator/dead-letters/retry" class="header-form">
            <input type="hidden" name="return_to" value="/operator" />
            <button class="btn btn-sm" type="submit">
              Retry all
            </button>
          </form>
        )}
      </div>
      <ul>
        {total === 0 && <li class="Box-row color-fg-muted">Nothing failed for a reason that is ours.</li>}
        {data.map((letter) => (
          <Letter letter={letter} now={now} />
        ))}
        {total > data.length && <li class="Box-row color-fg-muted">and {total - data.length} older ones</li>}
      </ul>
    </section>
  );
}

function Letter({ letter, now }: { letter: DeadLetter; now: Date }) {
  const name = `${letter.fork.owner}/${letter.fork.repo} ${letter.fork.branch}`;
  return (
    <li class="Box-row fork-row">
      <div>
        <span class="text-bold">{name}</span>
        {letter.sentence && <Sentence text={letter.sentence} />}
        <p class="link-when mb-0">
          {letter.failures} in a row
          {letter.failedAt && (
            <>
              {' · '}
              <Time at={letter.failedAt.toISOString()} now={now} />
            </>
          )}
          {letter.retryAt && (
            <>
              {' · again '}
              <Time at={letter.retryAt.toISOString()} now={now} />
            </>
          )}
          {letter.lastOperationId && ` · operation ${letter.lastOperationId}`}
        </p>
      </div>
      <form method="post" action={`/operator/dead-letters/${letter.linkId}/retry`} class="link-buttons">
        <input type="hidden" name="return_to" value="/operator" />
        <button class="btn btn-sm" type="submit" aria-label={`Retry ${name}`}>
          Retry
        </button>
        <button
          class="btn btn-sm btn-danger"
          type="submit"
          formaction={`/operator/dead-letters/${letter.linkId}/drop`}
          aria-label={`Drop ${name}`}
        >
          Drop
        </button>
      </form>
    </li>
  );
}
