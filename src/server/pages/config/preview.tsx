import type { Preview } from '../../config/preview.ts';

/** What each branch of a fork would follow. */
export function PreviewList({ preview, fork }: { preview: Preview; fork: string }) {
  return (
    <section class="Box" aria-labelledby="preview">
      <div class="Box-header">
        <h2 id="preview">In {fork}</h2>
      </div>
      {preview.kind === 'nothing' || preview.links.length + preview.off.length === 0 ? (
        <p class="Box-body mb-0">
          {preview.kind === 'nothing'
            ? 'Nothing would change: it is archived, has no upstream that can be seen, or one of the two has no branches.'
            : 'None of its branches would follow anything.'}
        </p>
      ) : (
        <Rows {...preview} />
      )}
    </section>
  );
}

function Rows({ links, off, left }: Extract<Preview, { kind: 'links' }>) {
  return (
    <ul>
      {links.map(({ id, branch, from, strategy }) => (
        <li class="Box-row">
          <Branch id={id} branch={branch} /> follows {from.owner}/{from.name}{' '}
          <span class="branch-name">{from.branch}</span> by {strategy}
          {id === null && <span class="color-fg-success"> · new</span>}
        </li>
      ))}
      {left > 0 && <li class="Box-row color-fg-muted">{left} more would be made after these</li>}
      {off.map(({ id, branch }) => (
        <li class="Box-row">
          <Branch id={id} branch={branch} /> <span class="color-fg-attention">would be off: it is not declared</span>
        </li>
      ))}
    </ul>
  );
}

function Branch({ id, branch }: { id: string | null; branch: string }) {
  if (id === null) return <span class="branch-name">{branch}</span>;
  return (
    <a class="branch-name" href={`/links/${id}`}>
      {branch}
    </a>
  );
}
