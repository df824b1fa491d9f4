import { Icon } from '../icons.tsx';
import type { Uncovered } from './own-forks.ts';

/** A person's forks that nothing keeps up to date yet; null: GitHub did not list them. */
export function UncoveredForks({ forks, webUrl }: { forks: Uncovered | null; webUrl: string }) {
  if (forks?.total === 0) return null;
  return (
    <section class="Box" aria-labelledby="uncovered">
      <div class="Box-header">
        <h2 id="uncovered">Your forks without Backstroke {forks && <span class="Counter">{forks.total}</span>}</h2>
        <span class="color-fg-muted">Private ones, and those of organizations, are not seen before it is on them.</span>
        {forks && (
          <a class="btn btn-sm" href={forks.install}>
            <Icon name="plus" /> Install on them
          </a>
        )}
      </div>
      <ul>
        {forks ? (
          forks.names.map((name) => (
            <li class="Box-row">
              <a href={new URL(`/${name}`, webUrl).href}>{name}</a>
            </li>
          ))
        ) : (
          <li class="Box-row color-fg-muted">GitHub did not list them just now: look again in a minute.</li>
        )}
        {forks && forks.total > forks.names.length && (
          <li class="Box-row color-fg-muted">and {forks.total - forks.names.length} more</li>
        )}
      </ul>
    </section>
  );
}
