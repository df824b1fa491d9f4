import { refuse } from '../answer.ts';
import type { Annotation, CheckAction, CheckRun, CheckStatus } from '../check-types.ts';

/** Limits of https://docs.github.com/rest/checks/runs#create-a-check-run; annotations are for each request. */
const mostAnnotations = 50;
const mostActions = 3;
const longest = 65_535;

const statuses = ['queued', 'in_progress', 'completed'];
const conclusions = ['action_required', 'cancelled', 'failure', 'neutral', 'success', 'skipped', 'timed_out'];
const levels = ['notice', 'warning', 'failure'];

type Body = Record<string, unknown>;

/** What a request says about a run; keys it does not name are left out. Refuses as GitHub does: 422 `Invalid request.` */
export function checkInput(body: Body, page: string, isNew: boolean) {
  const say = (what: string): never => refuse(422, `Invalid request.\n\n${what}`, { page });
  const text = (from: Body, key: string) => (typeof from[key] === 'string' ? { [key]: from[key] } : {});
  const conclusion = oneOf(body, 'conclusion', conclusions, say);
  const status = conclusion ? 'completed' : oneOf(body, 'status', statuses, say);
  if (status === 'completed' && !conclusion) say('"conclusion" wasn\'t supplied.');
  const output = record(body.output);
  const needed = isNew ? ['title', 'summary'] : ['summary'];
  const missing = output && needed.find((key) => typeof output[key] !== 'string');
  if (missing) say(`"${missing}" wasn't supplied.`);
  const long = ['summary', 'text'].find((key) => String(output?.[key] ?? '').length > longest);
  if (long) say(`Only ${longest} characters are allowed; ${String(output?.[long]).length} were supplied.`);
  return {
    ...text(body, 'name'),
    ...(typeof body.external_id === 'string' ? { externalId: body.external_id } : {}),
    ...(typeof body.details_url === 'string' ? { detailsUrl: body.details_url } : {}),
    ...(typeof body.started_at === 'string' ? { startedAt: body.started_at } : {}),
    ...(typeof body.completed_at === 'string' ? { completedAt: body.completed_at } : {}),
    ...(status ? { status: status as CheckStatus, conclusion: conclusion ?? null } : {}),
    output: output ? { ...text(output, 'title'), ...text(output, 'summary'), ...text(output, 'text') } : {},
    annotations: listed(output?.annotations, mostAnnotations, say).map((item) => annotation(item, say)),
    ...(Array.isArray(body.actions)
      ? { actions: listed(body.actions, mostActions, say).map((one) => action(one, say)) }
      : {}),
  } satisfies Partial<Omit<CheckRun, 'output'>> & { output: Partial<CheckRun['output']> };
}

export type CheckInput = ReturnType<typeof checkInput>;

type Say = (what: string) => never;

function listed(value: unknown, most: number, say: Say): Body[] {
  if (!Array.isArray(value)) return [];
  if (value.length > most) say(`No more than ${most} items are allowed; ${value.length} were supplied.`);
  return value.map((item) => record(item) ?? say(`${JSON.stringify(item)} is not an object.`));
}

function annotation(item: Body, say: Say): Annotation {
  const { path, start_line, end_line, message } = item;
  if (typeof path !== 'string') return say('"path" wasn\'t supplied.');
  if (typeof start_line !== 'number') return say('"start_line" wasn\'t supplied.');
  if (typeof end_line !== 'number') return say('"end_line" wasn\'t supplied.');
  if (typeof message !== 'string') return say('"message" wasn\'t supplied.');
  const level = oneOf(item, 'annotation_level', levels, say) ?? say('"annotation_level" wasn\'t supplied.');
  const column = (key: string) => (typeof item[key] === 'number' ? item[key] : null);
  const optional = (key: string) => (typeof item[key] === 'string' ? item[key] : null);
  return {
    path,
    start_line,
    end_line,
    start_column: column('start_column'),
    end_column: column('end_column'),
    annotation_level: level as Annotation['annotation_level'],
    message,
    title: optional('title'),
    raw_details: optional('raw_details'),
  };
}

function action(item: Body, say: Say): CheckAction {
  const text = (key: string, most: number): string => {
    const value = item[key];
    if (typeof value !== 'string') return say(`"${key}" wasn't supplied.`);
    return value.length > most ? say(`Only ${most} characters are allowed; ${value.length} were supplied.`) : value;
  };
  return { label: text('label', 20), description: text('description', 40), identifier: text('identifier', 20) };
}

function oneOf(body: Body, key: string, allowed: string[], say: Say): string | null {
  const value = body[key];
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' && allowed.includes(value)) return value;
  return say(`For 'properties/${key}', ${JSON.stringify(value)} is not a member of ${JSON.stringify(allowed)}.`);
}

function record(value: unknown): Body | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Body) : null;
}
