import type { z } from '@hono/zod-openapi';
import type { PlanJson } from '../../api/plan-route.ts';
import type { Link } from '../../api/schemas.ts';
import { Icon } from '../icons.tsx';
import { LastSync, Sentence, State } from '../parts.tsx';
import { Branches } from './branches.tsx';

type LinkJson = z.infer<typeof Link>;

/** How the link is, why, and what can be done about it. */
export function Status({ link, push, now }: { link: LinkJson; push: boolean; now: Date }) {
  return (
    <div class="Box-body link-status" id="status" data-live="" aria-live="polite">
      <div class="status-line">
        <State state={link.state} />
        {link.pullRequest && (
          <a class="btn btn-sm" id="pull" href={link.pullRequest.url}>
            <Icon name="git-pull-request" /> Pull request #{link.pullRequest.number}
          </a>
        )}
        {push && <Buttons link={link} />}
      </div>
      <Sentence text={link.sentence ?? 'It was not looked at yet.'} />
      <LastSync link={link} now={now} />
    </div>
  );
}

function Buttons({ link }: { link: LinkJson }) {
  const runs = link.enabled && link.state !== 'disabled';
  const button = (action: string, text: string, primary = false) => (
    <button
      class={primary ? 'btn btn-sm btn-primary' : 'btn btn-sm'}
      id={action}
      type="submit"
      formaction={`/links/${link.id}/${action}`}
    >
      {text}
    </button>
  );
  return (
    <form method="post" action={`/links/${link.id}/sync`} class="link-buttons">
      <input type="hidden" name="return_to" value={`/links/${link.id}`} />
      {runs && link.state === 'held' && button('release', 'Release', true)}
      {runs && button('sync', 'Sync')}
      {link.enabled ? button('pause', 'Pause') : button('resume', 'Resume', true)}
    </form>
  );
}

interface Planned {
  link: LinkJson;
  /** null: GitHub was not read for it. */
  plan: PlanJson | null;
  push: boolean;
  webUrl: string;
}

/** Both branches, and what a sync would do now, for who may ask. */
export function Plan({ link, plan, push, webUrl }: Planned) {
  // What stands above is not said twice, in other words for a pull request that is open.
  const same = plan?.actions.length === 0 && (plan.reason === link.reason || plan.reason === 'pull-open');
  return (
    <div class="Box-body" id="plan" data-live="plan">
      <Branches link={link} aheadBy={plan?.aheadBy ?? null} behindBy={plan?.behindBy ?? null} webUrl={webUrl} />
      {plan && (
        <div class="plan">
          <h3>What would happen now</h3>
          {plan.actions.length === 0 && <p class="sentence">A sync would change nothing.</p>}
          {!same && <Sentence text={plan.sentence} />}
        </div>
      )}
      {!plan && push && (
        <a class="btn btn-sm" href={`/links/${link.id}?plan=`}>
          <Icon name="search" /> What would happen now?
        </a>
      )}
    </div>
  );
}
