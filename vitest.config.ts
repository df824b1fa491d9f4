import { readdirSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

/** Files of these share a process: most of the time of a small one is loading what it tests. */
const small = ['core', 'db', 'dispatcher', 'local', 'redis', 'runtime'];

/** As these: the sandbox, GitHub's schema and the server take seconds to load. */
const shared = ['chaos', 'e2e', 'git', 'sandbox', 'server', 'worker'];

/** Files that play GitHub with nock, which takes the network away from whoever shares a process with it. */
const offline = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => `test/${file}`)
  .filter((file) => /from '(nock|.*\/github\/support\.ts)'/.test(readFileSync(file, 'utf8')));

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
    // As many as the machine that this is made for has cores: a third takes processor time from them, and the whole is no faster.
    maxWorkers: 2,
    teardownTimeout: 30_000,
    projects: [
      project('whole', true, ['test/**/*.test.ts'], [...below([...small, ...shared, 'github']), ...offline]),
      project('shared', false, below(shared), offline),
      project('small', false, below(small)),
      project('github', false, [...below(['github']), ...offline]),
    ],
  },
});
