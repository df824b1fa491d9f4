import { z } from '@hono/zod-openapi';
import { type LinkState, linkStates } from '../../../core/reason.ts';
import { type FleetSort, fleetSorts } from '../../../db/fleet.ts';

/** PostgreSQL takes no text with the character 0. */
const words = z.string().regex(/^\P{Cc}*$/u);

/** What an address of the fleet page may ask for. Whatever it does not understand is the default: addresses are kept and changed by hand. */
const Query = z.object({
  q: words.trim().min(1).max(100).optional().catch(undefined),
  owner: words.min(1).max(39).optional().catch(undefined),
  show: z
    .enum(['attention', ...linkStates])
    .optional()
    .catch(undefined),
  sort: z.enum(fleetSorts).catch('attention'),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});
export type FleetQuery = z.infer<typeof Query>;

export const readQuery = (given: Record<string, string>): FleetQuery => Query.parse(given);

/** True where nothing is looked for: the page that people come to. */
export function isFirstLook({ q, owner, show, page }: FleetQuery): boolean {
  return q === undefined && owner === undefined && show === undefined && page === 1;
}

/** What waits for a person. */
export const attention: readonly LinkState[] = ['conflict', 'failing', 'held'];

/** The states that are to be shown; undefined: all. */
export function statesOf({ show }: Pick<FleetQuery, 'show'>): readonly LinkState[] | undefined {
  if (show === undefined) return undefined;
  return show === 'attention' ? attention : [show];
}

/** The address of the fleet page with something else asked for; the first page, unless that is what changes. */
export function fleetPath(query: FleetQuery, changed: Partial<FleetQuery> = {}): string {
  const { page = 1, ...rest } = changed;
  const wanted = { ...query, ...rest };
  const search = new URLSearchParams();
  for (const name of ['q', 'owner', 'show'] as const) if (wanted[name] !== undefined) search.set(name, wanted[name]);
  if (wanted.sort !== 'attention') search.set('sort', wanted.sort);
  if (page > 1) search.set('page', String(page));
  return search.size === 0 ? '/' : `/?${search}`;
}

export const sortNames: Record<FleetSort, string> = {
  attention: 'What needs you first',
  name: 'Name',
  synced: 'Last synced',
  newest: 'Newest',
};
