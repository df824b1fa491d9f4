import { typed } from './errors.ts';

export interface PageArgs {
  first?: number | null;
  last?: number | null;
  after?: string | null;
  before?: string | null;
}

const encode = (at: number) => Buffer.from(`cursor:${at}`).toString('base64');
const decode = (cursor: string) => Number(Buffer.from(cursor, 'base64').toString().split(':')[1]);

/** One page of a connection; GitHub refuses connections without bounds and over 100. */
export function connection<T>(name: string, args: PageArgs, all: T[]) {
  const size = args.first ?? args.last;
  if (size === null || size === undefined) {
    const message = `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`;
    throw typed('MISSING_PAGINATION_BOUNDARIES', message);
  }
  if (size > 100 || size < 0) {
    const message = `Requesting ${size} records on the \`${name}\` connection exceeds the \`first\` limit of 100 records.`;
    throw typed('EXCESSIVE_PAGINATION', message);
  }
  let start = args.after ? decode(args.after) + 1 : 0;
  let end = args.before ? decode(args.before) : all.length;
  if (args.first !== null && args.first !== undefined) end = Math.min(end, start + args.first);
  else start = Math.max(start, end - size);
  const nodes = all.slice(start, end);
  return {
    totalCount: all.length,
    nodes,
    edges: nodes.map((node, at) => ({ node, cursor: encode(start + at) })),
    pageInfo: {
      hasNextPage: end < all.length,
      hasPreviousPage: start > 0,
      startCursor: nodes.length > 0 ? encode(start) : null,
      endCursor: nodes.length > 0 ? encode(start + nodes.length - 1) : null,
    },
  };
}
