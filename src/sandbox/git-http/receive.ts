import { permissionsOf } from '../access.ts';
import { moveRef } from '../actions/push.ts';
import type { Store } from '../git.ts';
import type { Caller, Repository } from '../types.ts';
import type { World } from '../world.ts';
import { banded, flush, packet, readPackets } from './packets.ts';

interface Command {
  ref: string;
  /** null: the reference is new. */
  before: string | null;
  /** null deletes it. */
  to: string | null;
}

export interface Push {
  world: World;
  caller: Caller;
  repository: Repository;
  body: Buffer;
}

const zero = '0'.repeat(40);
const capabilities = 'report-status delete-refs side-band-64k quiet atomic ofs-delta object-format=sha1 agent=sandbox';

/** What is there, from memory: that is where references are decided. */
export function advertiseForPush(repository: Repository): Buffer {
  const refs = [...repository.refs].sort(([one], [other]) => (one < other ? -1 : 1));
  const lines = refs.length > 0 ? refs.map(([ref, sha]) => `${sha} ${ref}`) : [`${zero} capabilities^{}`];
  const packets = lines.map((line, at) => packet(at === 0 ? `${line}\0${capabilities}\n` : `${line}\n`));
  return Buffer.concat([packet('# service=git-receive-pack\n'), flush, ...packets, flush]);
}

/** Takes a push in: its objects into the network's store, its references into the world. The answer is git's report of it. */
export async function receivePack({ world, caller, repository, body }: Push): Promise<Buffer> {
  const { lines, rest } = readPackets(body);
  // Before a large request git sends an empty one, to see whether it is let in.
  if (lines.length === 0) return Buffer.alloc(0);
  const asked = (lines[0]?.split('\0')[1] ?? '').split(' ');
  const commands = lines.map(commandOf);
  const unpacked = await unpack(repository.store, rest);
  const problems = await Promise.all(
    commands.map((command) => (unpacked ? problemWith({ world, caller, repository, command }) : 'unpacker error')),
  );
  const verdicts = commands.map((command, at) => problems[at] ?? movedSince(repository, command));
  const all = asked.includes('atomic') && verdicts.some((verdict) => verdict !== null);
  const results = commands.map((command, at) => ({
    ...command,
    problem: verdicts[at] ?? (all ? 'atomic transaction failed' : null),
  }));
  const by = caller.kind === 'user' ? caller.account : world.app.bot;
  await Promise.all(
    results.filter(({ problem }) => problem === null).map(({ ref, to }) => moveRef(world, { repository, ref, to, by })),
  );
  const report = [
    packet(`unpack ${unpacked ? 'ok' : 'index-pack failed'}\n`),
    ...results.map(({ ref, problem }) => packet(problem === null ? `ok ${ref}\n` : `ng ${ref} ${problem}\n`)),
    flush,
  ];
  return asked.includes('side-band-64k') ? banded(Buffer.concat(report)) : Buffer.concat(report);
}

function commandOf(line: string): Command {
  const [before = '', to = '', ...ref] = (line.split('\0')[0] ?? '').split(' ');
  return { ref: ref.join(' '), before: before === zero ? null : before, to: to === zero ? null : to };
}

async function unpack(store: Store, pack: Buffer): Promise<boolean> {
  if (pack.length === 0) return true;
  return store.git(['index-pack', '--stdin', '--fix-thin'], { input: pack }).then(
    () => true,
    () => false,
  );
}

async function problemWith(given: Omit<Push, 'body'> & { command: Command }): Promise<string | null> {
  const { repository, command } = given;
  const { ref, to } = command;
  if (!/^refs\/[^/]+\/./.test(ref)) return 'funny refname';
  if (ref.startsWith('refs/pull/')) return 'deny updating a hidden ref';
  if (to === null) return null;
  const complete = await repository.store.git(['rev-list', '--objects', '--quiet', to, '--not', '--all']).then(
    () => true,
    () => false,
  );
  return complete ? workflowsProblem(given, to) : 'missing necessary objects';
}

/** https://docs.github.com/rest/authentication/permissions-required-for-github-apps, in the words GitHub says it with to git. */
async function workflowsProblem(given: Omit<Push, 'body'> & { command: Command }, to: string): Promise<string | null> {
  const { caller, repository, command } = given;
  if (caller.kind !== 'installation' || permissionsOf(caller).workflows === 'write') return null;
  const own = repository.refs.get(command.ref) ?? repository.refs.get(`refs/heads/${repository.defaultBranch}`);
  if (own === undefined) return null;
  const text = await repository.store.git(['diff', '--name-only', own, to, '--', '.github/workflows']);
  const [file] = text.split('\n');
  if (!file) return null;
  return `refusing to allow a GitHub App to create or update workflow \`${file}\` without \`workflows\` permission`;
}

function movedSince(repository: Repository, { ref, before }: Command): string | null {
  const now = repository.refs.get(ref) ?? null;
  if (now === before) return null;
  return `cannot lock ref '${ref}': is at ${now ?? zero} but expected ${before ?? zero}`;
}
