import { createRoute, z } from '@hono/zod-openapi';
import { Login, RepositoryName, Strategy, To } from '../../core/config/fields.ts';
import { isGlob } from '../../core/config/glob.ts';
import { patterns } from '../../core/config/names.ts';
import { linkStates } from '../../core/reason.ts';
import { visible } from '../../core/text/harmless.ts';
import { hidden, json, nobody, params, problem, security, unread, withJson } from './routes.ts';
import { Link, Queued } from './schemas.ts';

/** A branch by its name: globs are for files. JSON may hold half a character, which no address can. */
const BranchName = To.refine((name) => !isGlob(name), 'This is a glob: name one branch.').refine(
  (name) => !/\p{Cs}/u.test(name),
  'This is no text.',
);
const End = z.strictObject({ owner: Login, repo: RepositoryName, branch: BranchName.optional() });
const changeable = {
  name: z
    .string()
    .max(100)
    .refine((name) => name.trim() !== '', 'A name is not blank.')
    .transform((name) => visible(name)),
  enabled: z.boolean(),
  strategy: Strategy,
};
export const NewLink = z.strictObject({ fork: End, upstream: End.optional(), ...z.object(changeable).partial().shape });
export type NewLink = z.infer<typeof NewLink>;
export const LinkChange = z.strictObject(changeable).partial();

const repository = z
  .string()
  .regex(patterns.repositoryOf, 'must be owner/name')
  .transform((value) => {
    const [owner = '', name = ''] = value.split('/');
    return { owner, name };
  })
  .optional();

export const listLinks = createRoute({
  method: 'get',
  path: '/v1/links',
  summary: 'Links of the repositories the caller can push to',
  security,
  request: {
    query: z.object({
      page: z.coerce.number().int().min(1).max(100_000).default(1),
      per_page: z.coerce.number().int().min(1).max(100).default(20),
      fork: repository,
      upstream: repository,
      state: z.enum(linkStates).optional(),
    }),
  },
  responses: {
    200: json(
      z.object({ page: z.number().int(), perPage: z.number().int(), total: z.number().int(), data: z.array(Link) }),
      'One page of links, newest first',
    ),
    ...nobody,
    422: problem('A parameter is not what it has to be'),
  },
});

export const getLink = createRoute({
  method: 'get',
  path: '/v1/links/{id}',
  summary: 'One link',
  security,
  request: { params },
  responses: { 200: json(Link, 'The link'), ...hidden },
});

export const syncLink = createRoute({
  method: 'post',
  path: '/v1/links/{id}/sync',
  summary: 'Sync now; with release, also let go of a hold',
  security,
  request: {
    params,
    body: {
      required: false,
      content: { 'application/json': { schema: z.strictObject({ release: z.boolean().default(false) }) } },
    },
  },
  responses: {
    202: json(Queued, 'Queued, or already waiting'),
    ...hidden,
    403: problem('The caller can see the fork, but not push to it'),
    409: problem('The link is off'),
    422: problem('A field is not what it has to be'),
  },
});

const changing = {
  ...hidden,
  403: problem('The caller can see the fork, but not push to it, or the App is not on it'),
  422: problem('A field is not what it has to be'),
};

export const createLink = createRoute({
  method: 'post',
  path: '/v1/links',
  summary: 'Have a branch of a fork kept up to date',
  description:
    "Without branches the fork's default branch follows upstream's; a branch of the fork follows the one that is called like it, " +
    'where upstream has it. Without upstream it is the parent the fork had when Backstroke first saw it. What a configuration file says of all ' +
    'links holds for it, but for the strategy (pull-request where none is named) and tags.',
  security,
  request: { body: withJson(NewLink) },
  responses: {
    201: json(Link, 'The link, which is synced at once; one that was deleted comes back with its history'),
    ...changing,
    ...unread,
    409: problem(
      'The branch has a link already, would follow itself in a circle, or a configuration file says otherwise',
    ),
    503: problem('GitHub cannot be asked just now'),
  },
});

export const changeLink = createRoute({
  method: 'patch',
  path: '/v1/links/{id}',
  summary: 'Change a link; what is not named stays',
  security,
  request: { params, body: withJson(LinkChange) },
  responses: {
    200: json(Link, 'The link as it is now'),
    ...changing,
    ...unread,
    409: problem('This is said in a configuration file, or a branch would follow itself in a circle'),
  },
});

export const deleteLink = createRoute({
  method: 'delete',
  path: '/v1/links/{id}',
  summary: 'Remove a link: nothing but its owner, or a file that declares it, makes it again',
  security,
  request: { params },
  responses: {
    204: { description: 'It is gone' },
    ...changing,
    409: problem('It is declared in a configuration file'),
  },
});

export const renewWebhook = createRoute({
  method: 'post',
  path: '/v1/links/{id}/webhook',
  summary: 'Renew the secret address that asks for a sync; the old one is gone at once',
  security,
  request: { params },
  responses: { 200: json(z.object({ webhookUrl: z.string() }), 'The new address'), ...changing },
});
