/** Forks that the App is on and that have no link. */
export function Unlinked({ total, data }: { total: number; data: { owner: string; name: string }[] }) {
  return (
    <section class="Box" aria-labelledby="unlinked">
      <div class="Box-header">
        <h2 id="unlinked">
          Forks without a link <span class="Counter">{total}</span>
        </h2>
        <span class="color-fg-muted">Backstroke is on them and keeps nothing up to date there.</span>
      </div>
      <ul>
        {data.map(({ owner, name }) => (
          <li class="Box-row fork-row">
            <span class="text-bold">
              {owner}/{name}
            </span>
            <a class="btn btn-sm" href={`/links/new?${new URLSearchParams({ fork: `${owner}/${name}` })}`}>
              Make a link<span class="sr-only"> for {`${owner}/${name}`}</span>
            </a>
          </li>
        ))}
        {total > data.length && <li class="Box-row color-fg-muted">and {total - data.length} more</li>}
      </ul>
    </section>
  );
}
