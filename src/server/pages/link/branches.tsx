import type { z } from '@hono/zod-openapi';
import type { Link } from '../../api/schemas.ts';
import { Followed } from '../parts.tsx';

/** Commits that are drawn on a branch at most: the rest is a gap. */
const drawn = 4;
const step = 20;
/** Where the first commit of a branch is drawn, and how far a picture reaches beyond the last. */
const first = 52;
const edge = 8;
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
  const most = Math.max(...[aheadBy, behindBy].map((count) => Math.min(count ?? drawn, drawn)), 1);
  const width = first + (most - 1) * step + edge;
  return (
    <div class="branches">
      <svg viewBox={`0 0 ${width} 80`} width={width} height={80} aria-hidden="true" focusable="false">
        <Track row="upstream" commits={behindBy} end={width - edge} />
        <Track row="fork" commits={aheadBy} end={width - edge} />
        <circle class="branch-both" cx={14} cy={rows.both} r={5} />
      </svg>
      <dl>
        <div>
          <dt>
            <End end={upstream} webUrl={webUrl} />
            <Followed track={link.track} />
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

function Track({ row, commits, end }: { row: 'upstream' | 'fork'; commits: number | null; end: number }) {
  const y = rows[row];
  const many = commits !== null && commits > drawn;
  const at = Array.from({ length: Math.min(commits ?? 0, drawn) }, (_, index) => first + index * step);
  const last = commits === null ? end : (at.at(-1) ?? first - 6);
  return (
    <>
      <path
        class={commits === null ? `branch-${row} branch-unknown` : `branch-${row}`}
        d={`M14 ${rows.both}C22 ${y} 26 ${y} 34 ${y}H${last}`}
      />
      {commits === 0 && <circle class={`branch-${row} branch-none`} cx={first} cy={y} r={5} />}
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

/** Of one that is not on GitHub nobody knows the pages of its branches. */
function End({ end, webUrl }: { end: Given['link']['upstream']; webUrl: string }) {
  const name = `${end.owner}/${end.repo}`;
  const branch = end.branch.split('/').map(encodeURIComponent).join('/');
  const page = new URL(`/${name}`, webUrl).href;
  return (
    <>
      <a href={end.url ?? page}>{name}</a>{' '}
      <a class="branch-name" href={end.url ?? `${page}/tree/${branch}`}>
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
