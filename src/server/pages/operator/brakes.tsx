import type { BrakeKind } from '../../../core/brake.ts';
import type { Brake } from '../../../db/brakes.ts';
import { Time } from '../parts.tsx';

export const kindNames: Record<BrakeKind, string> = {
  upstream: 'What follows an upstream repository',
  owner: 'The forks of an account',
  all: 'Everything',
};

/** What is stopped, and how something is. */
export function Brakes({ brakes, now }: { brakes: Brake[]; now: Date }) {
  return (
    <section class="Box" aria-labelledby="brakes">
      <div class="Box-header">
        <h2 id="brakes">
          Brake <span class="Counter">{brakes.length}</span>
        </h2>
        <span class="color-fg-muted">Nothing is written to GitHub for what is stopped, within seconds.</span>
      </div>
      <ul>
        {brakes.map((brake) => (
          <li class="Box-row fork-row">
            <div>
              <span class="text-bold">{brake.kind === 'all' ? 'Everything' : brake.name}</span>
              {brake.kind !== 'all' && <span class="color-fg-muted"> · {kindNames[brake.kind].toLowerCase()}</span>}
              <p class="mb-0">{brake.why}</p>
              <p class="link-when mb-0">
                Stopped by {brake.setBy} <Time at={brake.createdAt.toISOString()} now={now} />
              </p>
            </div>
            <form method="post" action={`/operator/brakes/${brake.id}/release`}>
              <input type="hidden" name="return_to" value="/operator" />
              <button class="btn btn-sm" type="submit">
                Let go<span class="sr-only"> of {brake.name}</span>
              </button>
            </form>
          </li>
        ))}
      </ul>
      <form method="post" action="/operator/brakes" class="Box-row filters mb-0">
        <input type="hidden" name="return_to" value="/operator" />
        <label>
          <span class="sr-only">What to stop</span>
          <select class="form-select" name="kind">
            {Object.entries(kindNames).map(([kind, name]) => (
              <option value={kind}>{name}</option>
            ))}
          </select>
        </label>
        <label class="grow">
          <span class="sr-only">Name of the repository or account; none for everything</span>
          <input class="form-control" name="name" maxlength={140} placeholder="owner/name or account" />
        </label>
        <label class="grow">
          <span class="sr-only">Why</span>
          <input class="form-control" name="why" maxlength={200} required placeholder="Why" />
        </label>
        <button class="btn btn-danger" type="submit">
          Stop
        </button>
      </form>
    </section>
  );
}
