/** Addresses of git repositories outside GitHub, as a configuration may name them. */
import { shown } from './problem.ts';

/** A repository that is not on GitHub. */
export interface GitUrl {
  /** In one form: the host in lower case, no port where it is 443, no slash at the end. With `.git` or without, as servers tell the two apart. */
  url: string;
  /** Without a port. */
  host: string;
  port: number;
  /** For people: without `.git`. */
  path: string;
}

const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9\\-]{0,61}[A-Za-z0-9])?';
/** The last label of a name is no number; that of an IPv4 address is. */
const HOST = `(?=[A-Za-z0-9.\\-]{1,253}[:\\/])(?:${LABEL}\\.)*(?![0-9]+[:\\/])${LABEL}`;
const SEGMENT = '(?!\\.{1,2}(?:\\/|$))[A-Za-z0-9._~+\\-]+';

/** https alone, with a name and no address as its host, and nothing but a path after it. */
export const GIT_URL = `https:\\/\\/${HOST}(?::[0-9]{1,5})?\\/${SEGMENT}(?:\\/${SEGMENT})*\\/?`;

const whole = new RegExp(`^${GIT_URL}$`, 'u');

/** null: it is no such address. */
export function readGitUrl(text: string): GitUrl | null {
  if (!whole.test(text)) return null;
  const [, name = '', given = '443', rest = ''] = /^https:\/\/([^:/]+)(?::(\d+))?\/(.*?)\/?$/.exec(text) ?? [];
  const host = name.toLowerCase();
  const port = Number(given);
  if (port < 1 || port > 65_535) return null;
  return {
    url: `https://${host}${port === 443 ? '' : `:${port}`}/${rest}`,
    host,
    port,
    path: rest.replace(/(.)\.git$/, '$1'),
  };
}

/** Whether a text is meant as an address, though it may be none that can be followed. */
export function looksLikeUrl(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(text) || /^[\w.-]+@[\w.-]+:/.test(text);
}

const faults: [RegExp, string][] = [
  [/^(?!https:\/\/)/i, 'only `https://` is followed'],
  [
    /^https:\/\/[^/]*@/i,
    'it holds credentials, which everybody who reads the file would have, so write it without them',
  ],
  [/^https:\/\/(?:\[|[\d.]+(?:[:/]|$))/i, 'write the name of the host and not its IP address'],
  [/[?#]/, 'write it without `?` and `#`'],
  [/%/, 'write it without percent-encoding'],
  [/^https:\/\/[^/]*\/?$/i, 'write the path of the repository after the host'],
];

/** What is wrong with an address that cannot be followed. */
export function gitUrlFault(text: string): string {
  const fault = faults.find(([pattern]) => pattern.test(text));
  return `${shown(text)} is no address that can be followed: ${fault?.[1] ?? 'write it as `https://host/path`'}.`;
}
