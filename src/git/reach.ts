import { lookup, Resolver } from 'node:dns/promises';
import { type Elsewhere, isNamed, refusedUrl } from '../core/config/elsewhere.ts';
import type { GitUrl } from '../core/config/git-url.ts';
import type { Refusal } from '../core/refusal.ts';
import { isPublic } from './addresses.ts';
import type { Setting } from './environment.ts';

/** What git may reach outside GitHub, and how. */
export interface Reach {
  elsewhere: Elsewhere;
  /** File with the certificates that vouch for the hosts that the operator named. */
  ca?: string | undefined;
  /** The addresses of a host; the machine's own way unless given. */
  addressesOf?: (host: string) => Promise<string[]>;
}

/** Why a repository outside GitHub cannot be followed, until somebody does something about it. */
export interface Gone {
  gone: string;
}

/** What holds for every call that asks a host outside GitHub. */
const guarded: Setting[] = [
  ['protocol.version', '2'],
  ['http.sslVerify', 'true'],
  // What a server names for git to load from elsewhere is not loaded.
  ['transfer.bundleURI', 'false'],
  ['fetch.uriProtocols', ''],
  // One file that grows, whatever comes: its size can be watched.
  ['fetch.unpackLimit', '1'],
  ['http.lowSpeedLimit', '1000'],
  ['http.lowSpeedTime', '30'],
];

/**
 * The settings with which git asks this address and no other one: the addresses of the host are looked up and judged here, and git is told them, so
 * that a second look-up cannot bring others.
 */
export async function reach(url: GitUrl, by: Reach): Promise<{ settings: Setting[] } | Gone | Refusal> {
  const refused = refusedUrl(url, by.elsewhere);
  if (refused !== null) return { gone: refused };
  const named = isNamed(url, by.elsewhere.hosts);
  const addresses = await found(url.host, by.addressesOf ?? (named ? machines : publics));
  if (!Array.isArray(addresses)) return addresses;
  const inside = named ? undefined : addresses.find((address) => !isPublic(address));
  if (inside !== undefined)
    return { gone: `${url.host} has the address ${inside}, which is not one of the public internet` };
  const listed = addresses.map((address) => (address.includes(':') ? `[${address}]` : address)).join(',');
  const vouching: Setting[] = named && by.ca !== undefined ? [['http.sslCAInfo', by.ca]] : [];
  return { settings: [...guarded, ['http.curloptResolve', `${url.host}:${url.port}:${listed}`], ...vouching] };
}

async function found(
  host: string,
  addressesOf: (host: string) => Promise<string[]>,
): Promise<string[] | Gone | Refusal> {
  try {
    const addresses = await addressesOf(host);
    if (addresses.length > 0) return addresses;
    return { gone: `no host is called ${host}` };
  } catch (error) {
    if (['ENOTFOUND', 'ENODATA'].includes(codeOf(error))) return { gone: `no host is called ${host}` };
    return silentHost(host, `the address of ${host} could not be looked up`);
  }
}

/** A host that does not do what it should, which passes by itself. */
export function silentHost(host: string, detail: string): Refusal {
  return { refused: true, reason: 'github-unavailable', host, detail, notBefore: null, unclear: false };
}

/** As every program of this machine finds a host, with what is in its own files. */
async function machines(host: string): Promise<string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

/** By DNS alone, and within seconds, whatever its servers do. */
async function publics(host: string): Promise<string[]> {
  const resolver = new Resolver({ timeout: 3_000, tries: 2 });
  const [four, six] = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
  if (four.status === 'rejected' && six.status === 'rejected') throw four.reason;
  return [four, six].flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
