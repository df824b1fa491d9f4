import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCache } from '../../src/git/cache.ts';

/** A cache of clones that are one file of a kilobyte each. */
export function small(dir: string, limitBytes: number) {
  return createCache({
    dir,
    limitBytes,
    create: async (gitDir) => {
      mkdirSync(gitDir);
      writeFileSync(join(gitDir, 'file'), 'x'.repeat(1024));
    },
    mayBeBroken: (error) => error instanceof Error && error.message === 'broken',
  });
}
