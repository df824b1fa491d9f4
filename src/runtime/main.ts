import { type Env, EnvironmentError, type ProcessName, readEnv } from './env.ts';
import { type Parts, run } from './lifecycle.ts';
import { createLog, type Log } from './log.ts';

/** The body of an entry: reads the environment, makes the log, starts the parts, and stops them on a signal. */
export async function main(
  name: ProcessName,
  start: (parts: Parts, env: Env, log: Log) => Promise<void>,
): Promise<void> {
  const env = environment(name);
  if (env === null) return;
  const log = createLog({ name, level: env.LOG_LEVEL, format: env.LOG_FORMAT, sentryDsn: env.SENTRY_DSN });
  await run(log, (parts) => start(parts, env, log));
}

/** The environment, or null after its faults were printed and the exit code was set. */
function environment(name: ProcessName): Env | null {
  try {
    return readEnv(name);
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    process.stderr.write(`${error.message}\nSee .env.example for every variable.\n`);
    process.exitCode = 1;
    return null;
  }
}
