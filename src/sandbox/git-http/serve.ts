import { spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { Refused } from '../answer.ts';
import { fullName } from '../find.ts';
import { environment, namespace } from '../git.ts';
import type { Repository } from '../types.ts';
import type { World } from '../world.ts';
import { callerOf, repositoryFor, type Service } from './access.ts';
import { flush, packet } from './packets.ts';
import { advertiseForPush, receivePack } from './receive.ts';

const pattern = /^\/([^/]+)\/([^/]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/;

export function isGitRequest(request: IncomingMessage): boolean {
  return pattern.test(urlOf(request).pathname);
}

/** Git's smart HTTP protocol, as at `https://github.com/OWNER/REPO.git` (gitprotocol-http(5)). */
export async function serveGit(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await bodyOf(request);
  const url = urlOf(request);
  const [, owner = '', name = '', path = ''] = pattern.exec(url.pathname) ?? [];
  const advertise = path === 'info/refs';
  const service = (advertise ? url.searchParams.get('service') : path) as Service | null;
  try {
    if (service !== 'git-upload-pack' && service !== 'git-receive-pack')
      throw text(403, 'Please upgrade your git client.');
    const caller = callerOf(world, request.headers.authorization);
    const repository = repositoryFor({ world, caller, asked: `${owner}/${name}`, service });
    if (fullName(repository).toLowerCase() !== `${owner}/${name}`.toLowerCase()) {
      const location = `${world.url}/${fullName(repository)}.git/${path}${url.search}`;
      throw new Refused({ status: 301, text: '', headers: { location } });
    }
    response.writeHead(200, {
      'content-type': advertise ? `application/x-${service}-advertisement` : `application/x-${service}-result`,
      'cache-control': 'no-cache',
    });
    if (service === 'git-upload-pack') return await uploadPack({ repository, request, body, response, advertise });
    response.end(advertise ? advertiseForPush(repository) : await receivePack({ world, caller, repository, body }));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { status, headers, text: said = '' } = error.answer;
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers }).end(said);
  }
}

/** Git itself answers reads. It sees the references of this repository alone, and every object of the network, as on GitHub. */
async function uploadPack(given: {
  repository: Repository;
  request: IncomingMessage;
  body: Buffer;
  response: ServerResponse;
  advertise: boolean;
}): Promise<void> {
  const { repository, request, body, response, advertise } = given;
  const { store, id, defaultBranch } = repository;
  await store.writeRefs();
  const own = namespace(id);
  await store.git(['symbolic-ref', `${own}/HEAD`, `${own}/refs/heads/${defaultBranch}`]);
  const protocol = String(request.headers['git-protocol'] ?? '');
  if (advertise && !protocol.includes('version=2'))
    response.write(Buffer.concat([packet('# service=git-upload-pack\n'), flush]));
  const config = ['uploadpack.allowFilter', 'uploadpack.allowAnySHA1InWant'].flatMap((key) => ['-c', `${key}=true`]);
  const args = [...config, 'upload-pack', '--stateless-rpc', ...(advertise ? ['--advertise-refs'] : []), '.'];
  const env = { ...environment(store.dir), GIT_NAMESPACE: String(id), GIT_PROTOCOL: protocol };
  const child = spawn('git', args, { cwd: store.dir, env, stdio: ['pipe', 'pipe', 'ignore'] });
  child.stdin.on('error', () => {});
  child.stdin.end(body);
  response.on('close', () => child.kill('SIGKILL'));
  child.stdout.pipe(response);
  await new Promise((resolve) => child.once('close', resolve));
}

function urlOf(request: IncomingMessage): URL {
  return new URL(request.url ?? '/', 'http://localhost');
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  return request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
}

function text(status: number, said: string): Refused {
  return new Refused({ status, text: said });
}
