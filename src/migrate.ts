import { migrate } from './db/migrate.ts';
import { main } from './runtime/main.ts';

await main('migrate', async (_parts, env, log) => {
  await migrate(env.DATABASE_URL ?? '', {
    notice: (message) => log.warn({ notice: message }, 'A guarantee is missing'),
  });
  log.info('The database is up to date');
});
