import type { z } from '@hono/zod-openapi';
import type { Link } from '../../api/schemas.ts';

/** Commits that are drawn on a branch at most: the rest is a gap. */
const drawn = 4;
const step = 20;
const width = 124;
const rows = { upstream: 16, both: 40, fork: 64 };

interface Given {
  link: z.infer<typeof Link>;
  /** null: not known. */
  aheadBy: number | null;
  behindBy: number | null;
  webUrl: string;
}

/** The two branches as a small picture, with words that say the same. */
export function Branches({ link, aheadBy, behindBy, webUrl }: Given) {
  const { upstream, fork } = link;
  return (
    <div class="branches">
      <svg viewBox={`0 0 ${width} 80`} width={width} height={80} aria-hidden="true" focusable="false">
        <Track row="upstream" commits={behindBy} />
        <Track row="fork" commits={aheadBy} />
        <circle class="branch-both" cx={14} cy={rows.both} r={5} />
      </svg>
      <dl>
        <div>
          <dt>
            <End end={upstream} webUrl={webUrl} />
          </dt>
          <dd>{behindBy === null ? 'upstream' : lacks(behindBy)}</dd>
        </div>
        <div>
          <dt>
            <End end={fork} webUrl={webUrl} />
          </dt>
          <dd>{aheadBy === null ? 'fork' : own(aheadBy)}</dd>
        </div>
      </dl>
    </div>
  );
}

function Track({ row, commits }: { row: 'upstream' | 'fork'; commits: number | null }) {
  const y = rows[row];
  const many = commits !== null && commits > drawn;
  const at = Array.from({ length: Math.min(commits ?? 0, drawn) }, (_, index) => 52 + index * step);
  const end = at.at(-1) ?? 46;
  return (
    <>
      <path
        class={commits === null ? `branch-${row} branch-unknown` : `branch-${row}`}
        d={`M14 ${rows.both}C22 ${y} 26 ${y} 34 ${y}H${commits === null ? 116 : end}`}
      />
      {commits === 0 && <circle class={`branch-${row} branch-none`} cx={52} cy={y} r={5} />}
      {at.map((x, index) =>
        many && index === drawn - 2 ? (
          <path class="branch-gap" d={`M${x - 6} ${y}h12`} />
        ) : (
          <circle class={`branch-${row}`} cx={x} cy={y} r={5} />
        ),
      )}
    </>
  );
}

function End({ end, webUrl }: { end: Given['link']['fork']; webUrl: string }) {
  const name = `${end.owner}/${end.repo}`;
  const branch = end.branch.split('/').map(encodeURIComponent).join('/');
  return (
    <>
      <a href={new URL(`/${name}`, webUrl).href}>{name}</a>{' '}
      <a class="branch-name" href={new URL(`/${name}/tree/${branch}`, webUrl).href}>
        {end.branch}
      </a>
    </>
  );
}

function commits(count: number): string {
  return count === 1 ? '1 commit' : `${count} commits`;
}

function lacks(count: number): string {
  return count === 0 ? 'has nothing that the fork lacks' : `has ${commits(count)} that the fork lacks`;
}

function own(count: number): string {
  return count === 0 ? 'has no commits of its own' : `has ${commits(count)} of its own`;
}
