import { type LinkState, linkStates } from '../../../core/reason.ts';
import { Icon } from '../icons.tsx';
import { stateLooks } from '../parts.tsx';
import { attention, type FleetQuery, fleetPath, sortNames } from './query.ts';

interface Given {
  query: FleetQuery;
  counts: { owner: string; state: LinkState; count: number }[];
}

/** What is shown, and in which order: addresses that can be kept, and a form that makes them. */
export function Filters({ query, counts }: Given) {
  const ofOwner = counts.filter(({ owner }) => !query.owner || owner.toLowerCase() === query.owner.toLowerCase());
  const count = (states: readonly LinkState[]) =>
    ofOwner.filter(({ state }) => states.includes(state)).reduce((sum, each) => sum + each.count, 0);
  const owners = [...new Set(counts.map(({ owner }) => owner))].sort((a, b) => a.localeCompare(b, 'en'));
  const tab = (show: FleetQuery['show'], text: string, states: readonly LinkState[]) => (
    <li>
      <a href={fleetPath(query, { show })} aria-current={query.show === show ? 'true' : undefined}>
        {text} <span class="Counter">{count(states)}</span>
      </a>
    </li>
  );
  return (
    <>
      <nav aria-label="States">
        <ul class="states">
          {tab(undefined, 'All', linkStates)}
          {count(attention) > 0 || query.show === 'attention' ? tab('attention', 'Needs you', attention) : null}
          {linkStates
            .filter((state) => count([state]) > 0 || query.show === state)
            .map((state) => tab(state, stateLooks[state].text, [state]))}
        </ul>
      </nav>
      <form method="get" action="/" class="filters">
        {query.show && <input type="hidden" name="show" value={query.show} />}
        <label class="grow">
          <span class="sr-only">Search</span>
          <input
            class="form-control"
            type="search"
            name="q"
            value={query.q ?? ''}
            placeholder="Search repositories and branches"
          />
        </label>
        {(owners.length > 1 || query.owner) && (
          <label>
            <span class="sr-only">Owner</span>
            <select class="form-select" name="owner">
              <option value="">All owners</option>
              {owners.map((owner) => (
                <option value={owner} selected={owner.toLowerCase() === query.owner?.toLowerCase()}>
                  {owner}
                </option>
              ))}
            </select>
          </label>
        )}
        <label>
          <span class="sr-only">Order</span>
          <select class="form-select" name="sort">
            {Object.entries(sortNames).map(([value, text]) => (
              <option value={value} selected={value === query.sort}>
                {text}
              </option>
            ))}
          </select>
        </label>
        <button class="btn" type="submit">
          <Icon name="search" /> Show
        </button>
      </form>
    </>
  );
}
