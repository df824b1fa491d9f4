import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';

export interface ObjectInfo {
  oid: string;
  type: 'commit' | 'tree' | 'blob' | 'tag';
  size: number;
}

export interface GitObject extends ObjectInfo {
  content: Buffer;
}

export interface Objects {
  /** An object by its id, or by `<id>^{commit}` what that leads to; null when there is none. */
  info(name: string): Promise<ObjectInfo | null>;
  /** The same with its bytes. */
  read(name: string): Promise<GitObject | null>;
  stop(): void;
}

interface Question {
  contents: boolean;
  answer(found: GitObject | null): void;
  fail(error: Error): void;
}

/** The objects of one repository, told by one git that stays: to start it costs far more than an answer. */
export function createObjects(dir: string, env: NodeJS.ProcessEnv): Objects {
  let running: ReturnType<typeof start> | null = null;
  const ask = (contents: boolean, name: string) =>
    new Promise<GitObject | null>((answer, fail) => {
      running ??= start(dir, env, () => {
        running = null;
      });
      running.asked.push({ contents, answer, fail });
      running.stdin.write(`${contents ? 'contents' : 'info'} ${name}\n`);
    });
  return {
    info: (name) => ask(false, name),
    read: (name) => ask(true, name),
    stop() {
      running?.stdin.end();
      running = null;
    },
  };
}

function start(dir: string, env: NodeJS.ProcessEnv, ended: () => void) {
  const child = spawn('git', ['cat-file', '--batch-command'], { cwd: dir, env, stdio: ['pipe', 'pipe', 'ignore'] });
  const asked: Question[] = [];
  const end = () => {
    if (asked.length > 0) ended();
    for (const { fail } of asked.splice(0)) fail(new Error('git cat-file ended before it answered'));
  };
  child.once('error', end);
  child.once('close', end);
  child.stdin.on('error', () => {});
  child.stdout.on('data', reader(asked));
  // It ends with its input: nobody need wait for it.
  child.unref();
  (child.stdin as Socket).unref();
  (child.stdout as Socket).unref();
  return { asked, stdin: child.stdin };
}

/** Answers come in the order of the questions: a line `<id> <type> <size>`, then, if asked for, the bytes and a line's end. */
function reader(asked: Question[]): (chunk: Buffer) => void {
  let unread: Buffer = Buffer.alloc(0);
  const next = (): boolean => {
    const [question] = asked;
    const end = unread.indexOf('\n');
    if (!question || end < 0) return false;
    const [oid = '', type = '', bytes = ''] = unread.subarray(0, end).toString().split(' ');
    const found = type !== 'missing';
    const size = Number(bytes);
    const length = found && question.contents ? size + 1 : 0;
    if (unread.length < end + 1 + length) return false;
    const content = unread.subarray(end + 1, end + length);
    unread = unread.subarray(end + 1 + length);
    asked.shift();
    question.answer(found ? { oid, type: type as ObjectInfo['type'], size, content } : null);
    return true;
  };
  return (chunk) => {
    unread = unread.length > 0 ? Buffer.concat([unread, chunk]) : chunk;
    while (next());
  };
}
