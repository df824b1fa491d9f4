/** A link as the API tells of it, as far as the story needs it. */
export interface LinkSeen {
  id: string;
  state: string;
  reason: string | null;
  sentence: string | null;
  lastSyncedSha: string | null;
}

/** An operation as the API tells of it, as far as the story needs it. */
export interface OperationSeen {
  id: string;
  status: string;
  reason: string | null;
  sentence: string | null;
  upstreamSha: string | null;
  finishedAt: string | null;
}

export interface Api {
  link: (fork: string) => Promise<LinkSeen | null>;
  /** The newest finished operation of the link that was decided on this commit of upstream. */
  decidedOn: (linkId: string, sha: string) => Promise<OperationSeen | null>;
  /** Asks for a look now. */
  sync: (linkId: string) => Promise<void>;
  /** Lets go of a hold; returns the operation's id. */
  release: (linkId: string) => Promise<string>;
  /** Gives the link another strategy. */
  choose: (linkId: string, strategy: string) => Promise<void>;
  /** Asks for the last move to be put back; returns the operation's id. */
  undo: (linkId: string) => Promise<string>;
}

/** Backstroke's own API, asked as a person whose user access token of the App is given. */
export function createApi(url: string, token: string): Api {
  const ask = async <T>(path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST'): Promise<T> => {
    const response = await fetch(new URL(path, url), {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  };
  return {
    link: async (fork) => (await ask<{ data: LinkSeen[] }>(`/v1/links?fork=${fork}`)).data[0] ?? null,
    decidedOn: async (linkId, sha) => {
      const operations = await ask<OperationSeen[]>(`/v1/links/${linkId}/operations?detail=true`);
      return operations.find((one) => one.upstreamSha === sha && one.finishedAt !== null) ?? null;
    },
    sync: async (linkId) => void (await ask(`/v1/links/${linkId}/sync`, {})),
    release: async (linkId) =>
      (await ask<{ operationId: string }>(`/v1/links/${linkId}/sync`, { release: true })).operationId,
    choose: async (linkId, strategy) => void (await ask(`/v1/links/${linkId}`, { strategy }, 'PATCH')),
    undo: async (linkId) =>
      (await ask<{ operationId: string }>(`/v1/links/${linkId}/undo`, undefined, 'POST')).operationId,
  };
}
