import { refuse } from './answer.ts';
import { checkJwt } from './jwt.ts';
import type { Caller } from './types.ts';
import type { World } from './world.ts';

/** Who sends this `Authorization` header; refuses what GitHub refuses. */
export function authenticate(world: World, header: string | undefined): Caller {
  if (!header) return { kind: 'nobody' };
  const [scheme = '', value = ''] = header.trim().split(/\s+/);
  const kind = scheme.toLowerCase();
  if (kind === 'basic') return client(world, value);
  if (kind !== 'bearer' && kind !== 'token') return badCredentials();
  if (value.startsWith('ghs_')) return installation(world, value);
  if (value.startsWith('ghu_')) return user(world, value);
  if (value.split('.').length !== 3) return badCredentials();
  checkJwt(world.app, value);
  return { kind: 'app' };
}

function badCredentials(): never {
  return refuse(401, 'Bad credentials');
}

function client(world: World, value: string): Caller {
  const given = Buffer.from(value, 'base64').toString();
  if (given === `${world.app.clientId}:${world.app.clientSecret}`) return { kind: 'client' };
  return badCredentials();
}

function installation(world: World, value: string): Caller {
  const token = world.tokens.get(value);
  if (!token || token.expiresAt <= Date.now()) return badCredentials();
  const found = world.installations.get(token.installationId);
  if (!found) return badCredentials();
  if (found.suspendedAt) refuse(403, 'This installation has been suspended', { page: suspendedPage });
  return { kind: 'installation', installation: found, token };
}

export const suspendedPage = 'reference/apps#suspend-an-app-installation';

function user(world: World, value: string): Caller {
  const token = world.userTokens.get(value);
  if (!token || token.expiresAt <= Date.now()) return badCredentials();
  return { kind: 'user', account: token.account, token };
}
