import { fullName } from '../find.ts';
import type { Account, Release, Repository } from '../types.ts';
import type { World } from '../world.ts';
import { accountJson, type Json } from './account.ts';

/** A release as its event shows it. https://docs.github.com/webhooks/webhook-events-and-payloads#release */
export function releaseJson(
  world: World,
  { repository, release, author }: { repository: Repository; release: Release; author: Account },
): Json {
  const { nodeId, id, tag, notes, createdAt } = release;
  const page = `${world.url}/${fullName(repository)}`;
  const url = `${world.url}/api/v3/repos/${fullName(repository)}`;
  return {
    url: `${url}/releases/${id}`,
    assets_url: `${url}/releases/${id}/assets`,
    upload_url: `${world.url}/api/uploads/repos/${fullName(repository)}/releases/${id}/assets{?name,label}`,
    html_url: `${page}/releases/tag/${tag}`,
    id,
    node_id: nodeId,
    tag_name: tag,
    target_commitish: repository.defaultBranch,
    name: tag,
    draft: false,
    author: accountJson(world, author),
    prerelease: false,
    created_at: createdAt,
    updated_at: createdAt,
    published_at: createdAt,
    assets: [],
    tarball_url: `${url}/tarball/${tag}`,
    zipball_url: `${url}/zipball/${tag}`,
    body: notes,
    immutable: false,
  };
}
