import type { Call } from '../router.ts';

export interface Page<T> {
  items: T[];
  headers: Record<string, string>;
}

/** One page of a list, with GitHub's `Link` header. */
export function paged<T>(call: Call, all: T[]): Page<T> {
  const size = perPage(call);
  const page = Math.max(1, Number(call.query.get('page')) || 1);
  const last = Math.max(1, Math.ceil(all.length / size));
  const links: string[] = [];
  const link = (rel: string, to: number) => links.push(`<${pageUrl(call, { page: String(to) })}>; rel="${rel}"`);
  if (page > 1) link('prev', Math.min(page - 1, last));
  if (page < last) {
    link('next', page + 1);
    link('last', last);
  }
  if (page > 1) link('first', 1);
  return { items: all.slice((page - 1) * size, page * size), headers: linkHeader(links) };
}

export function perPage(call: Call): number {
  return Math.min(100, Math.max(1, Number(call.query.get('per_page')) || 30));
}

export function pageUrl(call: Call, change: Record<string, string>): string {
  const query = new URLSearchParams(call.query);
  for (const [name, value] of Object.entries(change)) query.set(name, value);
  return `${call.world.url}/api/v3${call.path}?${query}`;
}

export function linkHeader(links: string[]): Record<string, string> {
  return links.length > 0 ? { link: links.join(', ') } : {};
}
