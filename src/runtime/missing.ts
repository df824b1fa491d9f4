import type { Env } from './env.ts';

/** What a web that starts all the same cannot do, and the variable that changes it. Nothing is wrong with any of it. */
export function missingParts(
  env: Pick<Env, 'PUBLIC_URL' | 'WEBHOOK_PROXY_URL' | 'GITHUB_CLIENT_ID' | 'ADMINS' | 'METRICS_TOKEN' | 'DRY_RUN'>,
): string[] {
  const { hostname, protocol } = new URL(env.PUBLIC_URL ?? 'http://localhost');
  const local = /^(localhost|127\.|\[::1\])/.test(hostname);
  const said: [boolean, string][] = [
    [
      local && !env.WEBHOOK_PROXY_URL,
      `PUBLIC_URL is ${env.PUBLIC_URL ?? 'not set'}: GitHub cannot reach it, so pushes are found by looking alone.`,
    ],
    [!local && protocol === 'http:', 'PUBLIC_URL is not https: sessions and deliveries can be read on their way.'],
    [!env.GITHUB_CLIENT_ID, 'GITHUB_CLIENT_ID is not set: nobody can sign in.'],
    [!env.ADMINS?.length, 'ADMINS is not set: nobody sees the page /operator.'],
    [!env.METRICS_TOKEN, 'METRICS_TOKEN is not set: /metrics answers this machine alone.'],
    [env.DRY_RUN, 'DRY_RUN is set: nothing is written to GitHub.'],
  ];
  return said.filter(([is]) => is).map(([, sentence]) => sentence);
}
