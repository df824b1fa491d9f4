/** The moment after a push in which the fork network still shows the old head (cli/cli#4907, octokit.js#1500). */
export type LagSpec = { ms: number; refs?: boolean } | { until: Promise<unknown>; refs?: boolean };

export interface Lag {
  /** Every later push lags until this is released, or for so long. */
  start(spec: LagSpec): { release(): void };
  /** Resolves when a push made now is visible; null when nothing lags. */
  push(sha: string | null): Promise<void> | null;
  /** True while a commit has not reached the fork network. */
  hides(sha: string): boolean;
  /** Also `ref` and `repository.ref` show the old commit. */
  refsToo(): boolean;
  stop(): void;
}

export function createLag(): Lag {
  let spec: LagSpec | null = null;
  const hidden = createHidden();
  const releases = new Set<() => void>();

  function releaseAll() {
    spec = null;
    for (const release of [...releases]) release();
  }

  return {
    start(given) {
      spec = given;
      if ('until' in given) {
        const done = () => spec === given && releaseAll();
        given.until.then(done, done);
      }
      return { release: releaseAll };
    },
    push(sha) {
      if (!spec) return null;
      const show = hidden.hold(sha);
      const given = spec;
      return new Promise((resolve) => {
        const release = () => {
          if (!releases.delete(release)) return;
          show();
          resolve();
        };
        releases.add(release);
        if ('ms' in given) setTimeout(release, given.ms).unref();
      });
    },
    hides: hidden.has,
    refsToo: () => spec?.refs === true,
    stop: releaseAll,
  };
}

/** Commits under way, each as often as it was pushed. */
function createHidden() {
  const hidden = new Map<string, number>();
  return {
    has: (sha: string) => hidden.has(sha),
    hold(sha: string | null): () => void {
      if (sha === null) return () => {};
      hidden.set(sha, (hidden.get(sha) ?? 0) + 1);
      return () => {
        const left = (hidden.get(sha) ?? 1) - 1;
        if (left > 0) hidden.set(sha, left);
        else hidden.delete(sha);
      };
    },
  };
}
