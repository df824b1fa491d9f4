import type { GitHub } from '../../github/app.ts';
import { getAppPage } from '../../github/installations.ts';
import type { ServerContext } from '../context.ts';

const known = new WeakMap<GitHub, string>();

/** Where the App is installed, asked of GitHub once. GitHub away: where people see the Apps they have. */
export async function installPage({ github, env }: Pick<ServerContext, 'github' | 'env'>): Promise<string> {
  const before = known.get(github);
  if (before !== undefined) return before;
  const page = await getAppPage(github.asApp());
  if (typeof page !== 'string') return `${env.webUrl}/settings/installations`;
  known.set(github, `${page}/installations/new`);
  return `${page}/installations/new`;
}
