import { api, github, minting } from './support.ts';

export const sha = 'a'.repeat(40);
export const old = 'b'.repeat(40);

/** Permissions of an installation that has not accepted the newest. */
export const noWorkflows = { contents: 'write' };

/** An installation whose token may do this. */
export function place(permissions: Record<string, string> = { contents: 'write', workflows: 'write' }) {
  api()
    .post(new URL(minting).pathname)
    .optionally()
    .times(3)
    .reply(201, {
      token: 'ghs_first',
      expires_at: '2026-11-20T13:00:00Z',
      permissions: { metadata: 'read', ...permissions },
      repository_selection: 'all',
    });
  return { client: github().asInstallation(7), fork: { owner: 'octo', name: 'hello' } };
}
