import { spawn } from 'node:child_process';

/** What git's processes may use: KiB of memory each, and bytes of a file that is written. */
export interface Most {
  memoryKib: number;
  fileBytes?: number;
}

export interface GitRun {
  args: readonly string[];
  cwd: string;
  env: Record<string, string>;
  input?: string | Buffer;
  /** Exit codes that are no failure, besides 0. */
  allow?: readonly number[];
  limitMs: number;
  /** Kept by the system, where it can be told. */
  most?: Most;
  signal: AbortSignal;
  /** Bytes of output after which git is stopped, as a success. */
  enough?: number;
  /** Never part of an error. */
  secrets: readonly string[];
}

/** `limit`: it took too long. `aborted`: the caller gave up. `ended`: git itself failed. `absent`: it could not be started. */
export type Why = 'limit' | 'aborted' | 'ended' | 'absent';

/** A call of git that failed: what it said, without tokens. */
export class GitFailure extends Error {
  override name = 'GitFailure';
  readonly why: Why;
  readonly said: string;
  constructor(command: string, why: Why, said: string) {
    super(`git ${command}: ${why === 'ended' ? said || 'failed' : words[why]}`);
    this.why = why;
    this.said = said;
  }
}

const words = { limit: 'took too long', aborted: 'was given up', ended: 'failed', absent: 'could not be started' };

/** Output that no call of ours comes near, in bytes: what is longer would fill the memory. */
const mostOutput = 256 * 1024 * 1024;
const mostSaid = 4000;

/**
 * Runs git in a process group of its own, which is killed as a whole when the time is over or the signal comes, so that no helper of
 * git outlives the call. Resolves when all of them have let go of their output.
 */
export function runGit(run: GitRun): Promise<{ code: number; stdout: Buffer }> {
  return new Promise((resolve, reject) => {
    const command = run.args.find((argument) => !argument.startsWith('-')) ?? '';
    const fail = (why: Why, said = '') => reject(new GitFailure(command, why, said));
    if (run.signal.aborted) return fail('aborted');
    const { cwd, env } = run;
    const [program, args] = commandOf(run);
    const child = spawn(program, args, { cwd, env, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
    let stopped: Why | 'enough' | null = null;
    const stop = (why: Why | 'enough') => {
      stopped ??= why;
      if (child.pid !== undefined) killGroup(child.pid);
    };
    const timer = setTimeout(() => stop('limit'), run.limitMs);
    const abort = () => stop('aborted');
    run.signal.addEventListener('abort', abort, { once: true });
    const out = collect(run.enough ?? mostOutput, () => stop(run.enough === undefined ? 'ended' : 'enough'));
    const err = collect(64 * 1024, () => {});
    child.stdout.on('data', out.take);
    child.stderr.on('data', err.take);
    child.stdin.on('error', () => {});
    child.stdin.end(run.input ?? '');
    child.once('error', () => {
      stopped ??= 'absent';
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      run.signal.removeEventListener('abort', abort);
      const done = stopped === 'enough' || (stopped === null && (code === 0 || run.allow?.includes(code ?? -1)));
      if (done) return resolve({ code: code ?? 0, stdout: out.taken() });
      const said = `${err.taken()}${run.args.includes('--porcelain') ? out.taken() : ''}`;
      fail(
        stopped === null || stopped === 'enough' ? 'ended' : stopped,
        without(run.secrets, said).slice(0, mostSaid).trim(),
      );
    });
  });
}

/** sh counts files in blocks of 512 bytes: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/ulimit.html */
function commandOf({ args, most }: GitRun): [string, string[]] {
  if (most === undefined) return ['git', [...args]];
  const { memoryKib, fileBytes } = most;
  const limits = [`-v ${memoryKib}`, ...(fileBytes === undefined ? [] : [`-f ${Math.ceil(fileBytes / 512)}`])];
  const script = [...limits.map((limit) => `ulimit ${limit} 2>/dev/null`), 'exec git "$@"'].join('; ');
  return ['sh', ['-c', script, 'git', ...args]];
}

function collect(limit: number, full: () => void) {
  const chunks: Buffer[] = [];
  let size = 0;
  return {
    take: (chunk: Buffer) => {
      if (size < limit) chunks.push(chunk.subarray(0, limit - size));
      size += chunk.length;
      if (size > limit) full();
    },
    taken: () => Buffer.concat(chunks),
  };
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

function without(secrets: readonly string[], text: string): string {
  return secrets.reduce((left, secret) => left.replaceAll(secret, '[redacted]'), text);
}
