import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Answer, Refused } from './answer.ts';
import { authenticate } from './auth.ts';
import type { FaultEffect, Faults, SeenRequest } from './faults.ts';
import { isGitRequest, serveGit } from './git-http/serve.ts';
import type { Limits } from './limits.ts';
import type { RequestLog } from './request-log.ts';
import type { Call, Router } from './router.ts';
import type { Caller } from './types.ts';
import type { World } from './world.ts';

export interface Parts {
  world: World;
  api: Router;
  pages: Router;
  graphql(call: Call): Promise<Answer>;
  faults: Faults;
  limits: Limits;
  log: RequestLog;
}

interface Read extends SeenRequest {
  headers: Record<string, string | undefined>;
  kind: 'rest' | 'graphql' | 'page';
}

export function createHttp(parts: Parts): Server {
  return createServer((request, response) => {
    const answered = isGitRequest(request)
      ? serveGit(parts.world, request, response)
      : answer(parts, request, response);
    answered.catch(() => response.destroy());
  });
}

async function answer(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const read = await readRequest(request);
  const line = {
    method: read.method,
    route: routeOf(parts, read),
    path: `${read.path}${read.query.size > 0 ? `?${read.query}` : ''}`,
    graphql: read.graphql,
    mutation: read.mutation,
    operationName: read.operationName,
    name: typeof read.body.name === 'string' ? read.body.name : null,
    status: 0,
    installationId: null as number | null,
    at: new Date().toISOString(),
  };
  if (read.kind !== 'page') parts.log.add(line);
  const fault = read.kind === 'page' ? null : await parts.faults.meet(read);
  const made = await withFault(fault, async () => {
    const { caller, answer: done } = await perform(parts, read);
    if (caller?.kind === 'installation') line.installationId = caller.installation.id;
    return done;
  });
  if (made === 'hang') return;
  if (made === 'drop') return void response.destroy();
  line.status = made.status;
  send(response, made, read.method);
}

async function withFault(fault: FaultEffect, work: () => Promise<Answer>): Promise<Answer | 'drop' | 'hang'> {
  if (fault && 'before' in fault) return fault.before;
  const done = await work();
  return fault && 'after' in fault ? fault.after : done;
}

async function perform(parts: Parts, read: Read): Promise<{ caller: Caller | null; answer: Answer }> {
  let caller: Caller | null = null;
  try {
    caller = authenticate(parts.world, read.kind === 'page' ? undefined : read.headers.authorization);
    if (read.kind === 'page') return { caller, answer: await routed(parts, parts.pages, read, caller) };
    const free = read.path === '/rate_limit';
    const resource = read.kind === 'graphql' ? 'graphql' : 'core';
    const { headers, refusal } = free ? { headers: {}, refusal: null } : parts.limits.spend(caller, resource);
    const made = refusal ?? (await routed(parts, parts.api, read, caller).catch(refusedAnswer));
    return { caller, answer: { ...made, headers: { ...headers, ...made.headers } } };
  } catch (error) {
    return { caller, answer: refusedAnswer(error) };
  }
}

async function routed(parts: Parts, router: Router, read: Read, caller: Caller): Promise<Answer> {
  const call = { ...read, world: parts.world, caller, params: {} };
  if (read.kind === 'graphql') return parts.graphql(call);
  const found = router.find(read.method, read.path);
  if (!found) throw new Refused({ status: 404, body: missing });
  return found.route.handle({ ...call, params: found.params });
}

const missing = { message: 'Not Found', documentation_url: 'https://docs.github.com/rest', status: '404' };

function refusedAnswer(error: unknown): Answer {
  if (error instanceof Refused) return error.answer;
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { status: 500, body: { message: `Server Error: ${message}` } };
}

function routeOf(parts: Parts, read: Read): string | null {
  if (read.kind === 'graphql') return '/graphql';
  return parts.api.find(read.method, read.path)?.route.pattern ?? null;
}

async function readRequest(request: IncomingMessage): Promise<Read> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const url = new URL(request.url ?? '/', 'http://localhost');
  const kind = url.pathname === '/api/graphql' ? 'graphql' : url.pathname.startsWith('/api/v3') ? 'rest' : 'page';
  const body = parseBody(Buffer.concat(chunks).toString(), request.headers['content-type'] ?? '');
  const text = typeof body.query === 'string' ? body.query : '';
  return {
    kind,
    method: request.method ?? 'GET',
    path: kind === 'page' ? url.pathname : url.pathname.replace(/^\/api(\/v3)?/, '') || '/',
    query: url.searchParams,
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
    body,
    graphql: kind === 'graphql',
    mutation: kind === 'graphql' && /^\s*mutation\b/.test(text),
    operationName: kind === 'graphql' ? (/^\s*(?:query|mutation)\s+(\w+)/.exec(text)?.[1] ?? null) : null,
  };
}

function parseBody(text: string, type: string): Record<string, unknown> {
  if (type.includes('form-urlencoded')) return Object.fromEntries(new URLSearchParams(text));
  try {
    const value: unknown = JSON.parse(text || '{}');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function send(response: ServerResponse, made: Answer, method: string): void {
  const isJson = made.text === undefined && made.body !== undefined;
  const text = made.text ?? (made.body === undefined ? '' : JSON.stringify(made.body));
  response.writeHead(made.status, {
    server: 'github.com',
    'x-github-request-id': randomBytes(8).toString('hex').toUpperCase(),
    ...(isJson ? { 'content-type': 'application/json; charset=utf-8' } : {}),
    ...(made.status === 204 || made.status === 304 ? {} : { 'content-length': String(Buffer.byteLength(text)) }),
    ...made.headers,
  });
  response.end(method === 'HEAD' ? undefined : text);
}
