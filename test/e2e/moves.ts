import { keptPrefix, parseKeptRef } from '../../src/core/backup.ts';
import type { Strategy } from '../../src/core/strategy.ts';
import { checkName } from '../../src/core/text/config-check.ts';
import type { Fault } from '../../src/sandbox/faults.ts';
import { eventually, type Ring } from '../support/ring.ts';
import { call } from './call.ts';
import { type Scene, type SceneOptions, scene } from './scene.ts';

interface Change {
  strategy?: Strategy;
  enabled?: boolean;
}

/** A scene whose link has another strategy, and its owner to change it again. */
export type MovesScene = Scene & { change: (change: Change) => Promise<void> };

export async function strategyScene(
  ring: Ring,
  name: string,
  strategy: Strategy,
  options: SceneOptions = {},
): Promise<MovesScene> {
  const here = await scene(ring, name, options);
  await changeLink(ring, here, { strategy });
  await here.idle();
  return { ...here, change: (change) => changeLink(ring, here, change) };
}

/** As the fork's owner. */
export async function changeLink(ring: Ring, here: Scene, body: Change): Promise<void> {
  const token = ring.github.createUserToken(here.owner);
  const answer = await call(ring, `/v1/links/${(await here.link()).id}`, { method: 'PATCH', token, body });
  if (answer.status !== 200) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
}

/** A commit of the fork's own, on its branch. `silent`: nobody is told, so that a mirror does not drop it at once. */
export function own(ring: Ring, here: Scene, file: string, text = `${file}\n`, silent = false): Promise<string> {
  return ring.github.commit(here.fork, 'main', { files: { [file]: text }, message: `Our ${file}`, silent });
}

export function headOf(ring: Ring, here: Scene, branch = 'main'): string {
  return ring.github.refs(here.fork)[`refs/heads/${branch}`] ?? '';
}

/** What the answering of a commit that touches the file reads, besides what operations read. */
const answering = new Set(['ConfigAt', 'GET /repos/:owner/:repo/commits/:ref/check-runs']);

/** What the fork's installation asked since then. */
export function requestsOf(ring: Ring, here: Scene, since: number): string[] {
  return ring.github
    .requests()
    .slice(since)
    .filter(({ installationId, name }) => installationId === here.installation && name !== checkName)
    .map(({ method, route, operationName }) => operationName ?? `${method} ${route}`)
    .filter((one) => !answering.has(one));
}

/** The link's first operation that ended with `reason`, as the API shows it: the row may have what a later look says. */
export async function operationWith(ring: Ring, here: Scene, reason: string) {
  await eventually(async () => (await here.reasons()).includes(reason), { what: reason });
  const { id } = await here.link();
  const done = ring.workerLines().find(({ json }) => json?.linkId === id && json.reason === reason);
  const token = ring.github.createUserToken(here.owner);
  return (await call(ring, `/v1/operations/${done?.json?.operationId}`, { token })).body;
}

/** The fork's refs that keep what its branches lost, and where they point. */
export function keptRefs(ring: Ring, { fork }: Scene): [string, string][] {
  return Object.entries(ring.github.refs(fork)).filter(([ref]) => ref.startsWith(keptPrefix));
}

/** The worker dies when GitHub has moved a branch and made a ref with `kept` in its name, before it can look or tell. */
export async function diesHavingMoved(
  ring: Ring,
  here: Scene,
  kept: string,
  ask: () => Promise<unknown>,
): Promise<void> {
  await anotherSecond(ring, here);
  let done = false;
  const moves: Fault['match'] = ({ operationName, body }) => {
    const mine = operationName === 'UpdateRefs' && JSON.stringify(body).includes(kept);
    done ||= mine;
    return mine;
  };
  const looks: Fault['match'] = ({ operationName, body }) =>
    done && operationName === 'Observe' && JSON.stringify(body).includes(here.owner);
  ring.github.faults.add({ match: moves, kind: 'drop-after', times: 1 });
  ring.github.faults.add({ match: looks, kind: 'hang', times: 1 });
  const at = headOf(ring, here);
  await ask();
  await eventually(() => headOf(ring, here) !== at, { what: 'the branch is moved' });
  ring.worker.kill('SIGKILL');
  await ring.worker.exited;
  // The next one may look.
  done = false;
  ring.worker = await ring.start('worker');
}

/** Once it is later than the names of the kept refs say: of one branch and commit there is one of a second. */
const anotherSecond = (ring: Ring, here: Scene) =>
  eventually(() => keptRefs(ring, here).every(([ref]) => (parseKeptRef(ref)?.at.getTime() ?? 0) + 1000 <= Date.now()));
