import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Sandbox } from '../../src/sandbox/start.ts';
import { asApp } from '../sandbox/support.ts';

/** A directory for one test. */
export function directory(): string {
  const path = mkdtempSync(join(tmpdir(), 'git-test-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** What a person's git prints; without any settings of the machine. */
export function git(cwd: string, args: string[], input = ''): Promise<Ran> {
  const env = {
    PATH: process.env.PATH,
    HOME: cwd,
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_AUTHOR_NAME: 'Ada',
    GIT_AUTHOR_EMAIL: 'ada@example.com',
    GIT_COMMITTER_NAME: 'Ada',
    GIT_COMMITTER_EMAIL: 'ada@example.com',
  };
  return new Promise((resolve) => {
    const child = execFile('git', args, { cwd, env, maxBuffer: 1 << 26 }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}

/** As `git`, for what must work. */
export async function gitOk(cwd: string, args: string[], input = ''): Promise<string> {
  const { code, stdout, stderr } = await git(cwd, args, input);
  if (code !== 0) throw new Error(`git ${args[0]} ended with ${code}: ${stderr}`);
  return stdout.trim();
}

/** A token of the installation, as the worker makes it. */
export async function mintToken(
  sandbox: Sandbox,
  installationId: number,
  permissions?: Record<string, 'read' | 'write'>,
): Promise<string> {
  const { data } = await asApp(sandbox).request('POST /app/installations/{installation_id}/access_tokens', {
    installation_id: installationId,
    ...(permissions ? { permissions } : {}),
  });
  return data.token;
}

/** The address of a repository with a token in it, as people write it. */
export function remote(sandbox: Sandbox, name: string, token?: string): string {
  const url = new URL(`${sandbox.url}/${name}.git`);
  if (token) {
    url.username = 'x-access-token';
    url.password = token;
  }
  return url.toString();
}
