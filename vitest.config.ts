import { defineConfig } from 'vitest/config';

/** Files of these share a process: most of the time of a small one is loading what it tests. */
const small = ['core', 'db', 'dispatcher', 'local', 'redis', 'runtime'];

/** As these: what they test runs in processes of its own, and their sandbox takes seconds to load. */
const rings = ['chaos', 'e2e'];

const times = { testTimeout: 180_000, hookTimeout: 180_000, teardownTimeout: 30_000 };
const project = (name: string, isolate: boolean, include: string[], exclude: string[] = []) => ({
  test: {
    name,
    isolate,
    include,
    exclude,
    // Where the properties are.
    setupFiles: name === 'small' ? ['test/support/seed.ts'] : [],
    pool: 'forks' as const,
    benchmark: benches(isolate),
    ...times,
  },
});
const benches = (here: boolean) => ({ include: ['test/**/*.bench.ts'], exclude: here ? [] : ['**'] });
const below = (folders: string[]) => folders.map((folder) => `test/${folder}/**/*.test.ts`);

export default defineConfig({
  test: {
    globalSetup: ['test/support/global-setup.ts'],
    reporters: ['default', './test/support/closing-line.ts'],
    maxWorkers: 2,
    teardownTimeout: 30_000,
    projects: [
      project('whole', true, ['test/**/*.test.ts'], below([...small, ...rings, 'github'])),
      project('rings', false, below(rings)),
      project('small', false, below(small)),
      // Apart from the others: nock takes the network away from whoever shares a process with it.
      project('github', false, below(['github'])),
    ],
  },
});
