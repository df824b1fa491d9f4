import type { z } from '@hono/zod-openapi';
import type { Operation } from '../../../core/operation.ts';
import type { ActView } from '../../../db/acts.ts';
import type { MoveView } from '../../../db/moves.ts';
import type { PlanJson } from '../../api/plan-route.ts';
import type { Link } from '../../api/schemas.ts';
import { Icon } from '../icons.tsx';
import { Acts } from './acts.tsx';
import type { Look } from './live.ts';
import { Moves } from './moves.tsx';
import { Operations } from './operations.tsx';
import { Secret } from './secret.tsx';
import { type Files, Settings } from './settings.tsx';
import { Plan, Status } from './status.tsx';

export interface LinkShown {
  link: z.infer<typeof Link>;
  look: Look;
  /** The person can push to the fork, and so change the link. */
  push: boolean;
  operations: { total: number; data: Operation[] };
  acts: ActView[];
  moves: MoveView[];
  /** null: nobody asked for it. */
  plan: PlanJson | null;
  files: Files;
  /** Those that are not the default, as a file has them. */
  settings: Record<string, unknown>;
  now: Date;
  webUrl: string;
}

/** Everything about one link. */
export function LinkPage(shown: LinkShown) {
  const { link, look, push, operations, acts, moves, plan, files, settings, now, webUrl } = shown;
  const title = `${link.fork.owner}/${link.fork.repo} ${link.fork.branch}`;
  const plans = push ? (plan ? 'shown' : 'later') : undefined;
  return (
    <div data-changes={`/links/${link.id}/changes`} data-seen={look.mark} data-plans={plans}>
      <div class="page-head">
        <h1 class="link-title">
          {link.fork.owner}/{link.fork.repo} <span class="branch-name">{link.fork.branch}</span>
        </h1>
        {link.name && link.name !== title && <p class="color-fg-muted mb-0">{link.name}</p>}
      </div>
      <div class="link-page">
        <div>
          <section class="Box" aria-label="How it is">
            <Status link={link} push={push} now={now} />
            <Plan link={link} plan={plan} push={push} webUrl={webUrl} />
          </section>
          <Operations operations={operations} now={now} />
          <Acts acts={acts} now={now} webUrl={webUrl} />
        </div>
        <div>
          <Settings link={link} files={files} said={settings} push={push} webUrl={webUrl} />
          <Moves id={link.id} fork={link.fork} moves={moves} push={push} now={now} webUrl={webUrl} />
          {link.webhookUrl && <Secret id={link.id} url={link.webhookUrl} />}
          {push && files.declares === null && <Delete link={link} />}
        </div>
      </div>
    </div>
  );
}

function Delete({ link }: { link: LinkShown['link'] }) {
  return (
    <section class="Box" aria-labelledby="delete-title">
      <div class="Box-header">
        <h2 id="delete-title">Delete</h2>
      </div>
      <form method="post" action={`/links/${link.id}/delete`} class="Box-body">
        <input type="hidden" name="return_to" value={`/links/${link.id}`} />
        <p>
          <span class="branch-name">{link.fork.branch}</span> is then not kept up to date any more, until you make a
          link for it again. Nothing on GitHub changes.
        </p>
        <label class="choice">
          <input type="checkbox" name="sure" value="yes" required />
          <span>Yes, delete this link</span>
        </label>
        <button class="btn btn-sm btn-danger" type="submit">
          <Icon name="trash" /> Delete
        </button>
      </form>
    </section>
  );
}
