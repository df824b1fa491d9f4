import type { z } from '@hono/zod-openapi';
import type { Link } from '../../api/schemas.ts';
import { Icon } from '../icons.tsx';
import { Followed, LastSync, Sentence, State } from '../parts.tsx';

type LinkJson = z.infer<typeof Link>;

/** One link: what it keeps up to date, how it is, why, and what can be done. */
export function FleetRow({ link, now, here, webUrl }: { link: LinkJson; now: Date; here: string; webUrl: string }) {
  const { fork, upstream } = link;
  const name = `${fork.owner}/${fork.repo}`;
  return (
    <li class="Box-row link-row">
      <div>
        <State state={link.state} />
      </div>
      <div class="link-text">
        <h3 class="link-name">
          <a href={`/links/${link.id}`}>{name}</a> <span class="branch-name">{fork.branch}</span>
        </h3>
        <p class="link-from">
          <Icon name="repo-forked" size={12} /> from{' '}
          <a href={upstream.url ?? new URL(`/${upstream.owner}/${upstream.repo}`, webUrl).href}>
            {upstream.owner}/{upstream.repo}
          </a>{' '}
          <span class="branch-name">{upstream.branch}</span>
          <Followed track={link.track} /> by {link.strategy}
        </p>
        {link.sentence ? <Sentence text={link.sentence} /> : <p class="sentence">It was not looked at yet.</p>}
        <LastSync link={link} now={now} />
      </div>
      <Buttons link={link} name={name} here={here} />
    </li>
  );
}

function Buttons({ link, name, here }: { link: LinkJson; name: string; here: string }) {
  const held = link.state === 'held';
  const runs = link.enabled && link.state !== 'disabled';
  const button = (action: string, text: string, primary = false) => (
    <button
      class={primary ? 'btn btn-sm btn-primary' : 'btn btn-sm'}
      type="submit"
      formaction={`/links/${link.id}/${action}`}
      aria-label={`${text} ${name} ${link.fork.branch}`}
    >
      {text}
    </button>
  );
  return (
    <form method="post" action={`/links/${link.id}/sync`} class="link-buttons">
      <input type="hidden" name="return_to" value={here} />
      {link.pullRequest && link.state !== 'in-sync' && (
        <a class="btn btn-sm" href={link.pullRequest.url}>
          <Icon name="git-pull-request" /> #{link.pullRequest.number}
        </a>
      )}
      {runs && held && button('release', 'Release', true)}
      {runs && button('sync', 'Sync')}
      {link.enabled ? button('pause', 'Pause') : button('resume', 'Resume', true)}
    </form>
  );
}
