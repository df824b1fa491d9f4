import { Refused } from '../message.tsx';

interface Given {
  forks: { owner: string; name: string }[];
  /** What was named before. */
  fork: string;
  error: string | null;
  /** Where the App is installed. */
  install: string;
}

/** The fork that a link is made for. */
export function Choose({ forks, fork, error, install }: Given) {
  return (
    <div class="narrow">
      <div class="page-head">
        <h1>New link</h1>
      </div>
      <Refused error={error} />
      <form method="get" action="/links/new" class="Box">
        <div class="Box-body">
          <label for="fork" class="text-bold">
            Which fork is to be kept up to date?
          </label>
          <div class="choose">
            <input
              class="form-control"
              id="fork"
              name="fork"
              list="forks"
              value={fork}
              placeholder="owner/name"
              required
              autocomplete="off"
              aria-invalid={error ? 'true' : undefined}
            />
            <datalist id="forks">
              {forks.map(({ owner, name }) => (
                <option value={`${owner}/${name}`} />
              ))}
            </datalist>
            <button class="btn btn-primary" type="submit">
              Continue
            </button>
          </div>
          <p class="note mb-0">
            {forks.length === 0
              ? 'Backstroke is on no repository that you can push to.'
              : `Backstroke is on ${forks.length === 1 ? 'one repository' : `${forks.length} repositories`} that you can push to.`}{' '}
            <a href={install}>Install it on more</a>
          </p>
        </div>
        {forks.length > 0 && (
          <ul>
            {forks.slice(0, 20).map(({ owner, name }) => (
              <li class="Box-row">
                <a href={`/links/new?${new URLSearchParams({ fork: `${owner}/${name}` })}`}>
                  {owner}/{name}
                </a>
              </li>
            ))}
            {forks.length > 20 && (
              <li class="Box-row color-fg-muted">and {forks.length - 20} more: write a name above</li>
            )}
          </ul>
        )}
      </form>
    </div>
  );
}
