import { createPublicKey, verify } from 'node:crypto';
import { refuse } from './answer.ts';
import type { AppIdentity } from './world.ts';

/** Ten minutes, GitHub's limit, and a minute for clocks that differ. */
const longest = 11 * 60;

/** https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app */
export function checkJwt(app: AppIdentity, token: string): void {
  const claims = decode(app, token);
  const seconds = Date.now() / 1000;
  if (typeof claims.exp !== 'number' || claims.exp <= seconds) {
    refuse(
      401,
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  }
  if (claims.exp - seconds > longest) refuse(401, "'Expiration time' claim ('exp') is too far in the future");
  if (typeof claims.iat !== 'number' || claims.iat > seconds + 60) {
    refuse(401, "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued");
  }
  const issuer = String(claims.iss);
  if (issuer !== String(app.id) && issuer !== app.clientId) refuse(404, 'Integration not found');
}

function decode(app: AppIdentity, token: string): Record<string, unknown> {
  const [header = '', payload = '', signature = ''] = token.split('.');
  try {
    const { alg } = JSON.parse(Buffer.from(header, 'base64url').toString());
    const key = createPublicKey(app.publicKey);
    const signed = verify('RSA-SHA256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'));
    if (alg === 'RS256' && signed) return JSON.parse(Buffer.from(payload, 'base64url').toString());
  } catch {
    // Not a token at all: the same answer as a wrong signature.
  }
  return refuse(401, 'A JSON web token could not be decoded');
}
