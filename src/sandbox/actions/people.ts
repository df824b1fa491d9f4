import { randomBytes } from 'node:crypto';
import { type Quietly, sendTargetEvent } from '../events.ts';
import { accountNamed, fullName, liveRepositories, repositoryNamed } from '../find.ts';
import type { Account, Role, Team } from '../types.ts';
import { addAccount, nodeId, now, type World } from '../world.ts';

/** Eight hours, as GitHub's expiring user tokens. */
const userTokenMs = 8 * 3600_000;

export function peopleActions(world: World) {
  return {
    createUser: (login: string): Account => addAccount(world, login, 'User'),
    /** Its repositories can be found by the name that the account had before. */
    renameAccount(login: string, to: string, quietly: Quietly = {}): void {
      const account = accountNamed(world, login);
      const { login: from } = account;
      if (world.accounts.has(to.toLowerCase())) throw new Error(`there is already an account ${to}`);
      world.accounts.delete(from.toLowerCase());
      world.accounts.set(to.toLowerCase(), account);
      account.login = to;
      for (const repository of liveRepositories(world)) {
        if (repository.owner === account) world.names.set(fullName(repository).toLowerCase(), repository.id);
        const role = repository.grants.get(from.toLowerCase());
        if (repository.grants.delete(from.toLowerCase()) && role) repository.grants.set(to.toLowerCase(), role);
      }
      sendTargetEvent(world, { ...quietly, account, from });
    },
    createOrg: (login: string): Account => addAccount(world, login, 'Organization'),
    /** A `ghu_` token that was issued for this App, or for another. */
    createUserToken(login: string, given: { app?: 'ours' | 'other' } = {}): string {
      return issueUserToken(world, accountNamed(world, login), given.app ?? 'ours');
    },
    revokeUserToken(token: string): void {
      world.userTokens.delete(token);
    },
    /** `null` takes the role away. */
    grant(repository: string, login: string, role: Role | null): void {
      const { grants } = repositoryNamed(world, repository);
      if (role) grants.set(accountNamed(world, login).login.toLowerCase(), role);
      else grants.delete(login.toLowerCase());
    },
    /** A team of an organization, and the repositories of it that the team can push to. */
    createTeam(organization: string, slug: string, repositories: string[] = []): void {
      const id = world.nextId();
      const owner = accountNamed(world, organization);
      const team: Team = { id, nodeId: nodeId('T', id), organization: owner, name: slug, slug };
      world.teams.push(team);
      for (const name of repositories) repositoryNamed(world, name).teams.set(id, 'push');
    },
  };
}

export function issueUserToken(world: World, account: Account, app: 'ours' | 'other'): string {
  const token = `ghu_${randomBytes(18).toString('hex')}`;
  world.userTokens.set(token, { token, account, app, createdAt: now(), expiresAt: Date.now() + userTokenMs });
  return token;
}
