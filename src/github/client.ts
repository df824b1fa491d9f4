/** One fault of a GraphQL answer. https://spec.graphql.org/October2021/#sec-Errors, with GitHub's `type`. */
export interface GraphqlFault {
  /** GitHub's class: `NOT_FOUND`, `FORBIDDEN`, `RATE_LIMITED`, `UNPROCESSABLE`, …; null for time-outs and faulty queries. */
  type: string | null;
  /** Set when the query itself is not understood (`undefinedField`, …): a server older than the query. */
  code: string | null;
  path: readonly (string | number)[];
  message: string;
}

export type Headers = Readonly<Record<string, string>>;

export interface Answer {
  status: number;
  data: unknown;
  headers: Headers;
}

/** Data and faults stand side by side: GitHub answers 200 with what it could read and an error for the rest. */
export interface GraphqlAnswer {
  data: unknown;
  faults: readonly GraphqlFault[];
  /** Empty when there was no fault. */
  headers: Headers;
}

/** Who GitHub thinks is asking. `app` is the App's own key or its client secret. */
export type Caller = 'app' | 'installation' | 'user';

/** Throws Octokit's errors; `refusalFrom` turns them into values. */
export interface RestClient {
  readonly caller: Caller;
  now(): Date;
  /** `route` is a template (`GET /repos/{owner}/{repo}`), filled and escaped from `parameters`. */
  request(route: string, parameters?: Record<string, unknown>): Promise<Answer>;
}

export type AppClient = RestClient;
export type UserClient = RestClient;

export interface InstallationClient extends RestClient {
  /** The query must name its operation; names and ids go in as variables. */
  graphql(query: string, variables: Record<string, unknown>): Promise<GraphqlAnswer>;
  /** What the token in use may do, by permission; asks GitHub only where there is no token yet. */
  permissions(): Promise<Readonly<Record<string, string>>>;
}

/** One request as it ended, for metrics. Retries after a 401 and token requests are reported as well. */
export interface RequestReport {
  method: string;
  /** The template, not the address: few distinct values. */
  route: string;
  /** 0 when no answer came. */
  status: number;
  ms: number;
  /** Operation name of a GraphQL request. */
  graphql: string | null;
}
