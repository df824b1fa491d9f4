export interface LoggedRequest {
  method: string;
  /** Route pattern, as `/repos/:owner/:repo/pulls`; `/graphql`; null when there is none. */
  route: string | null;
  /** Path and query as asked, without `/api/v3`. */
  path: string;
  graphql: boolean;
  mutation: boolean;
  operationName: string | null;
  /** `name` of what is made, as in the body. */
  name: string | null;
  /** 0: no answer was sent. */
  status: number;
  installationId: number | null;
  at: string;
}

export interface RequestFilter {
  method?: string;
  path?: RegExp;
  graphql?: boolean;
  mutation?: boolean;
  operationName?: string;
}

export const tokenMint = '/app/installations/:installation_id/access_tokens';

export function createRequestLog() {
  let log: LoggedRequest[] = [];
  return {
    add: (request: LoggedRequest) => void log.push(request),
    requests: (): LoggedRequest[] => [...log],
    resetRequests: (): void => {
      log = [];
    },
    /** How many requests there were, without those that only fetch an installation token. */
    countRequests: (filter: RequestFilter = {}): number =>
      log.filter((request) => request.route !== tokenMint && passes(request, filter)).length,
  };
}

export type RequestLog = ReturnType<typeof createRequestLog>;

function passes(request: LoggedRequest, filter: RequestFilter): boolean {
  const { path, ...rest } = filter;
  if (path && !path.test(request.path)) return false;
  return Object.entries(rest).every(
    ([key, value]) => value === undefined || request[key as keyof typeof rest] === value,
  );
}
