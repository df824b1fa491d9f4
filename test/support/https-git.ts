import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gitOk } from './git-program.ts';

/** A git server that is not GitHub: https on the loopback, with a certificate of its own, and `git http-backend` behind it. */
export interface HttpsGit {
  /** `localhost:PORT`. */
  host: string;
  /** File with the certificate. */
  ca: string;
  urlOf: (repository: string) => string;
  /** Every request so far: `GET /group/project.git/info/refs`, and what it brought of credentials. */
  asked: { request: string; authorization: string | undefined }[];
  /** Answers in the place of git; null: git answers again. */
  answer: (handler: ((request: IncomingMessage, response: ServerResponse) => void) | null) => void;
  /** Every request for this repository is answered with this status; null: git answers again. */
  fail: (repository: string, status: number | null) => void;
  /** An empty repository. */
  create: (repository: string) => Promise<void>;
  /** Puts a commit on a branch, made where it is new: from `from`, which is a repository to fetch from and a commit there. */
  commit: (
    repository: string,
    branch: string,
    files: Record<string, string>,
    from?: { url: string; sha: string },
  ) => Promise<string>;
  remove: (repository: string) => void;
  run: (repository: string, ...args: string[]) => Promise<string>;
  stop: () => Promise<void>;
}

export async function startHttpsGit(): Promise<HttpsGit> {
  const dir = mkdtempSync(join(tmpdir(), 'https-git-'));
  const [key, ca] = [join(dir, 'key.pem'), join(dir, 'cert.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
  execFileSync('openssl', ['req', '-x509', ...curve, '-nodes', '-days', '2', ...subject, '-keyout', key, '-out', ca], {
    stdio: 'pipe',
  });
  const asked: HttpsGit['asked'] = [];
  let handler: ((request: IncomingMessage, response: ServerResponse) => void) | null = null;
  const failing = new Map<string, number>();
  const server = createServer({ key: readFileSync(key), cert: readFileSync(ca) }, (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'https://localhost');
    asked.push({ request: `${request.method} ${pathname}`, authorization: request.headers.authorization });
    const status = [...failing].find(([repository]) => pathname.startsWith(`/${repository}/`))?.[1];
    if (status !== undefined) response.writeHead(status).end();
    else if (handler) handler(request, response);
    else backend(dir, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `localhost:${(server.address() as AddressInfo).port}`;
  const work = (repository: string) => join(dir, 'work', repository);
  return {
    host,
    ca,
    urlOf: (repository) => `https://${host}/${repository}`,
    asked,
    answer: (next) => {
      handler = next;
    },
    fail: (repository, status) => {
      if (status === null) failing.delete(repository);
      else failing.set(repository, status);
    },
    remove: (repository) => rmSync(join(dir, repository), { recursive: true }),
    create: async (repository) => {
      await gitOk(dir, ['init', '-q', '--bare', '--initial-branch=main', repository]);
      await gitOk(dir, ['init', '-q', '--initial-branch=main', work(repository)]);
      await gitOk(work(repository), ['remote', 'add', 'origin', join(dir, repository)]);
    },
    commit: async (repository, branch, files, from) => {
      const cwd = work(repository);
      if (from) {
        await gitOk(cwd, ['fetch', '-q', from.url, '+refs/heads/*:refs/from/*']);
        await gitOk(cwd, ['checkout', '-q', '-B', branch, from.sha]);
      } else await gitOk(cwd, ['checkout', '-q', ...((await has(cwd, branch)) ? [] : ['-b']), branch]);
      for (const [name, text] of Object.entries(files)) {
        execFileSync('mkdir', ['-p', join(cwd, name, '..')]);
        writeFileSync(join(cwd, name), text);
      }
      await gitOk(cwd, ['add', '-A']);
      await gitOk(cwd, ['commit', '-q', '--allow-empty', '-m', `Change ${Object.keys(files).join(', ')}`]);
      await gitOk(cwd, ['push', '-q', '--force', 'origin', branch]);
      return gitOk(cwd, ['rev-parse', 'HEAD']);
    },
    run: (repository, ...args) => gitOk(join(dir, repository), args),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function has(cwd: string, branch: string): Promise<boolean> {
  return (
    (await gitOk(cwd, ['branch', '--list', branch])) !== '' ||
    (await gitOk(cwd, ['symbolic-ref', '--short', 'HEAD'])) === branch
  );
}

/** git-http-backend(1) as a CGI program. */
function backend(dir: string, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'https://localhost');
  const env = {
    PATH: process.env.PATH,
    GIT_PROJECT_ROOT: dir,
    GIT_HTTP_EXPORT_ALL: '1',
    GIT_CONFIG_NOSYSTEM: '1',
    PATH_INFO: url.pathname,
    QUERY_STRING: url.search.slice(1),
    REQUEST_METHOD: request.method ?? 'GET',
    CONTENT_TYPE: request.headers['content-type'] ?? '',
    HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
    GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
  };
  const child = spawn('git', ['http-backend'], { env, stdio: ['pipe', 'pipe', 'ignore'] });
  child.stdin.on('error', () => {});
  request.pipe(child.stdin);
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.once('close', () => {
    const all = Buffer.concat(chunks);
    const end = all.indexOf('\r\n\r\n');
    const headers = all
      .subarray(0, end)
      .toString()
      .split('\r\n')
      .map((line) => line.split(': ') as [string, string]);
    const status = headers.find(([name]) => name === 'Status')?.[1];
    response.writeHead(
      status ? Number.parseInt(status, 10) : 200,
      Object.fromEntries(headers.filter(([name]) => name !== 'Status')),
    );
    response.end(all.subarray(end + 4));
  });
}
