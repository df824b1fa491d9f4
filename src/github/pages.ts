import type { Answer, RestClient } from './client.ts';

const perPage = 100;

/**
 * The items of a paged list, page after page. Throws as the client does. https://docs.github.com/rest/using-the-rest-api/using-pagination-in-the-rest-api
 */
export async function* eachPage<T>(given: {
  client: RestClient;
  route: string;
  parameters?: Record<string, unknown>;
  items: (data: unknown) => T[];
}): AsyncGenerator<T[]> {
  for (let page = 1; ; page += 1) {
    const answer = await given.client.request(given.route, { ...given.parameters, per_page: perPage, page });
    const items = given.items(answer.data);
    yield items;
    if (!hasMore(answer, items.length)) return;
  }
}

/** A full page without a `link` header may have been the last one; asking once more tells. */
function hasMore({ headers }: Answer, count: number): boolean {
  if (headers.link !== undefined) return headers.link.includes('rel="next"');
  return count === perPage;
}
