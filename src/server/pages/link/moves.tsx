import type { MoveView } from '../../../db/moves.ts';
import { Time } from '../parts.tsx';

interface Given {
  id: string;
  fork: { owner: string; repo: string };
  moves: MoveView[];
  push: boolean;
  now: Date;
  webUrl: string;
}

/** Moves that are shown at once; the rest is folded away. */
const atOnce = 5;

/** How Backstroke moved the branch, what is kept of before, and putting the last move back. */
export function Moves(given: Given) {
  const { id, moves, push } = given;
  const [last] = moves;
  return (
    <section class="Box" aria-labelledby="moves-title">
      <div class="Box-header">
        <h2 id="moves-title">Moves and backups</h2>
      </div>
      <div id="moves" data-live="">
        {last === undefined ? (
          <p class="Box-body color-fg-muted mb-0">Backstroke did not move this branch itself.</p>
        ) : (
          <>
            {push && last.undoneAt === null && <Undo id={id} move={last} />}
            <Rows {...given} moves={moves.slice(0, atOnce)} />
            {moves.length > atOnce && (
              <details id="older-moves" class="Box-body">
                <summary>Older ones</summary>
                <Rows {...given} moves={moves.slice(atOnce)} />
              </details>
            )}
          </>
        )}
      </div>
    </section>
  );
}

function Undo({ id, move }: { id: string; move: MoveView }) {
  return (
    <form method="post" action={`/links/${id}/undo`} class="Box-body">
      <input type="hidden" name="return_to" value={`/links/${id}`} />
      <p>
        Undo puts the branch back to <code>{short(move.before)}</code>, where it was, and holds the link until you
        release it.
      </p>
      <button class="btn btn-sm" type="submit" id="undo">
        Undo
      </button>
    </form>
  );
}

function Rows({ fork, moves, now, webUrl }: Given) {
  return (
    <ul>
      {moves.map(({ before, after, kind, backupRef, movedAt, undoneAt }) => (
        <li class="Box-row">
          <Commit sha={before} {...{ fork, webUrl }} /> →{' '}
          {after ? <Commit sha={after} {...{ fork, webUrl }} /> : 'not known'}{' '}
          <span class="color-fg-muted">{kind === 'forward' ? 'forward' : 'with a rewrite'}</span>
          <p class="link-when mb-0">
            <Time at={movedAt.toISOString()} now={now} />
            {undoneAt && (
              <>
                {' · put back '}
                <Time at={undoneAt.toISOString()} now={now} />
              </>
            )}
          </p>
          {backupRef && (
            <p class="link-when mb-0">
              Kept as <code>{backupRef}</code>
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}

function Commit({ sha, fork, webUrl }: { sha: string; fork: Given['fork']; webUrl: string }) {
  return (
    <a class="text-mono" href={new URL(`/${fork.owner}/${fork.repo}/commit/${sha}`, webUrl).href}>
      {short(sha)}
    </a>
  );
}

function short(sha: string): string {
  return sha.slice(0, 7);
}
