import { strategies } from '../../../core/strategy.ts';
import { NewLink } from '../../api/link-routes.ts';
import { type FieldError, fieldErrors, fieldProblem } from '../../problem.ts';
import type { Fields } from '../form.ts';

/** The fields of the form, as they are written. */
export const fieldNames = ['fork', 'fork_branch', 'upstream', 'upstream_branch', 'strategy', 'name'] as const;
export type FieldName = (typeof fieldNames)[number];
export type Values = Record<FieldName, string>;

/** What stands in the form: what was sent, and for the rest nothing. */
export function valuesOf(fields: Fields): Values {
  const value = (name: FieldName) => [name, (fields[name] ?? '').trim()] as const;
  const values = Object.fromEntries(fieldNames.map(value)) as Values;
  return { ...values, strategy: values.strategy || strategies[0] };
}

/** `owner/name` in two; a repository may be pasted as its address. */
export function repositoryOf(text: string): { owner: string; repo: string } {
  const [owner = '', repo = '', ...rest] = text
    .replace(/^https?:\/\/[^/]+\//, '')
    .replace(/(\.git)?\/*$/, '')
    .split('/');
  return { owner, repo: [repo, ...rest].join('/') };
}

/** The body that the API would be sent. 422 where a field is not what it has to be. */
export function bodyOf(values: Values): NewLink {
  const branch = (name: string) => (name === '' ? {} : { branch: name });
  const upstream = { ...repositoryOf(values.upstream), ...branch(values.upstream_branch) };
  const parsed = NewLink.safeParse({
    fork: { ...repositoryOf(values.fork), ...branch(values.fork_branch) },
    ...(values.upstream && { upstream }),
    ...(values.name && { name: values.name }),
    strategy: values.strategy,
  });
  if (parsed.success) return parsed.data;
  throw fieldProblem(fieldErrors(parsed.error.issues));
}

const fieldOf: [RegExp, FieldName][] = [
  [/^fork\.branch$/, 'fork_branch'],
  [/^upstream\.branch$/, 'upstream_branch'],
  [/^fork/, 'fork'],
  [/^upstream/, 'upstream'],
  [/^strategy/, 'strategy'],
  [/^name/, 'name'],
];

/** What is wrong with each field, by the names of a body. */
export function errorsByField(errors: readonly FieldError[]): Partial<Values> {
  const found: Partial<Values> = {};
  for (const { field, message } of errors) {
    const name = fieldOf.find(([pattern]) => pattern.test(field))?.[1];
    if (name !== undefined) found[name] ??= message;
  }
  return found;
}
