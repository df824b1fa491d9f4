import type { z } from '@hono/zod-openapi';
import type { ConfigFile } from '../../../core/config/origin.ts';
import { asYaml } from '../../../core/config/written.ts';
import { type Strategy, strategies } from '../../../core/strategy.ts';
import { configPage } from '../../../core/text/off.ts';
import type { Link } from '../../api/schemas.ts';
import { Icon } from '../icons.tsx';

type LinkJson = z.infer<typeof Link>;

/** Files that say something of a link. */
export interface Files {
  declares: ConfigFile | null;
  strategy: ConfigFile | null;
}

export const strategyWords: Record<Strategy, string> = {
  'pull-request': 'open a pull request',
  'fast-forward': 'move the branch forward; where that cannot be, a pull request',
  merge: 'merge upstream into the branch; with conflicts, a pull request',
  rebase: 'replay the fork’s own commits on upstream, with a backup',
  mirror: 'make the branch equal to upstream; what that drops is kept in a backup',
};

interface Given {
  link: LinkJson;
  files: Files;
  /** Settings that are not the default, as a file has them. */
  said: Record<string, unknown>;
  push: boolean;
  webUrl: string;
}

/** What can be changed here, and the file that says the rest. */
export function Settings({ link, files, said, push, webUrl }: Given) {
  return (
    <section class="Box" aria-labelledby="settings-title">
      <div class="Box-header">
        <h2 id="settings-title">Settings</h2>
      </div>
      <div class="Box-body">
        {files.strategy && <Said file={files.strategy} declares={files.declares !== null} {...{ link, webUrl }} />}
        {push ? (
          <Form link={link} fixed={files.strategy !== null} />
        ) : (
          <Read link={link} fixed={files.declares !== null} />
        )}
        <div id="said" data-live="">
          {Object.keys(said).length > 0 && (
            <>
              <h3>From the configuration file</h3>
              <pre tabindex={0}>{asYaml(said)}</pre>
            </>
          )}
        </div>
      </div>
    </section>
  );
}

function Said({
  file,
  declares,
  link,
  webUrl,
}: {
  file: ConfigFile;
  declares: boolean;
  link: LinkJson;
  webUrl: string;
}) {
  const page = configPage(file, { owner: link.fork.owner, name: link.fork.repo }, webUrl);
  return (
    <p>
      <Icon name="file-code" /> <a href={page}>{page.replace(/^https?:\/\/[^/]*\/(.*)\/blob\/HEAD\//, '$1: ')}</a>{' '}
      {declares ? 'declares this link: change it there.' : 'says its strategy: change it there.'}
    </p>
  );
}

function Form({ link, fixed }: { link: LinkJson; fixed: boolean }) {
  return (
    <form method="post" action={`/links/${link.id}/settings`}>
      <input type="hidden" name="return_to" value={`/links/${link.id}`} />
      <div class="form-group">
        <div class="form-group-header">
          <label for="name">Name</label>
        </div>
        <input
          class="form-control input-block"
          id="name"
          name="name"
          maxlength={100}
          value={link.name ?? ''}
          placeholder="What you call it"
          autocomplete="off"
        />
      </div>
      <StrategyChoice chosen={link.strategy} disabled={fixed} />
      <button class="btn" type="submit">
        Save settings
      </button>
    </form>
  );
}

/** How upstream's commits come, to choose from. */
export function StrategyChoice({ chosen, disabled = false }: { chosen: Strategy; disabled?: boolean }) {
  return (
    <fieldset class="choices" disabled={disabled}>
      <legend>Strategy</legend>
      {strategies.map((strategy) => (
        <label>
          <input type="radio" name="strategy" value={strategy} checked={strategy === chosen} />
          <span>
            {strategy} <span class="note">{strategyWords[strategy]}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function Read({ link, fixed }: { link: LinkJson; fixed: boolean }) {
  return (
    <>
      <p>
        {link.name && <strong>{link.name} · </strong>}
        {link.strategy}: {strategyWords[link.strategy]}
      </p>
      {!fixed && <p class="note mb-0">Who can push to the fork can change this.</p>}
    </>
  );
}
