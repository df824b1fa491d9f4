import { Icon } from '../icons.tsx';

const workflow = `name: Sync with upstream
on: workflow_dispatch
jobs:
  sync:
    runs-on: ubuntu-latest
    steps:
      - run: curl --fail-with-body -X POST "$BACKSTROKE_URL"
        env:
          BACKSTROKE_URL: \${{ secrets.BACKSTROKE_URL }}
`;

/** The secret address of a link, how it is used, and a new one. */
export function Secret({ id, url }: { id: string; url: string }) {
  return (
    <section class="Box" aria-labelledby="secret-title">
      <div class="Box-header">
        <h2 id="secret-title">Sync from elsewhere</h2>
      </div>
      <div class="Box-body">
        <p>
          A request to the secret address of this link syncs it, at most once a minute. It needs no sign-in and releases
          no hold.
        </p>
        <details id="secret-address">
          <summary>
            <Icon name="key" /> Show the secret address
          </summary>
          <label class="secret-field">
            Address
            <input class="form-control input-block input-monospace" readonly value={url} />
          </label>
          <h3>With curl</h3>
          <pre class="command">{`curl -X POST '${url}'`}</pre>
          <h3>In GitHub Actions</h3>
          <p>
            Keep the address as the secret <code>BACKSTROKE_URL</code>:
          </p>
          <pre tabindex={0}>{workflow}</pre>
          <form method="post" action={`/links/${id}/renew-secret`}>
            <input type="hidden" name="return_to" value={`/links/${id}`} />
            <p>When others have seen it, renew it: the old address does nothing from then on.</p>
            <button class="btn btn-sm" type="submit">
              Renew the address
            </button>
          </form>
        </details>
      </div>
    </section>
  );
}
