import { permissionsOf } from '../access.ts';
import { touch } from '../actions/follow.ts';
import { addLabel, labelNamed } from '../actions/labels.ts';
import { invalid, json, notFound, refuse } from '../answer.ts';
import { sendPullEvent } from '../events.ts';
import { labelJson } from '../present/label.ts';
import type { Call, Route } from '../router.ts';
import type { Label, Pull } from '../types.ts';
import { author } from './create-pull.ts';
import { pullOf, repositoryOf } from './repository-of.ts';

const addPage = 'issues/labels#add-labels-to-an-issue';
const longest = 50;
/** Pull requests are issues too: these accept either permission. */
const accepts = 'issues=write; pull_requests=write';
const reads = 'issues=read; pull_requests=read';

export const labelRoutes: Route[] = [
  {
    method: 'GET',
    pattern: '/repos/:owner/:repo/labels/:name',
    handle(call) {
      const page = 'issues/labels#get-a-label';
      const repository = repositoryOf(call, { accepts: reads, page });
      const label = labelNamed(repository, call.params.name ?? '');
      return label ? json(labelJson(call.world, repository, label)) : notFound(page);
    },
  },
  {
    method: 'GET',
    pattern: '/repos/:owner/:repo/issues/:number/labels',
    handle(call) {
      const page = 'issues/labels#list-labels-for-an-issue';
      return json(labelsJson(call, pullOf(call, { accepts: reads, page })));
    },
  },
  {
    method: 'POST',
    pattern: '/repos/:owner/:repo/issues/:number/labels',
    handle(call) {
      const pull = pullOf(call, { accepts, write: true, page: addPage });
      const asked = Array.isArray(call.body.labels) ? namesOf(call.body.labels) : [];
      setLabels(call, pull, [...pull.labels.map(({ name }) => name), ...asked]);
      return json(labelsJson(call, pull));
    },
  },
  {
    method: 'DELETE',
    pattern: '/repos/:owner/:repo/issues/:number/labels/:name',
    handle(call) {
      const page = 'issues/labels#remove-a-label-from-an-issue';
      const pull = pullOf(call, { accepts, write: true, page });
      const label = labelNamed(pull.base.repository, call.params.name ?? '');
      if (!label || !pull.labels.includes(label)) return refuse(404, 'Label does not exist', { page });
      const left = pull.labels.filter((other) => other !== label).map((other) => other.name);
      setLabels(call, pull, left);
      return json(labelsJson(call, pull));
    },
  },
];

/** Replaces the labels of a pull request. */
export function setLabels(call: Call, pull: Pull, names: string[]): void {
  const before = pull.labels;
  pull.labels = [...new Set(knownOrMade(call, pull, names))];
  touch(pull);
  const tell = (action: string, label: Label) =>
    sendPullEvent(call.world, {
      action,
      pull,
      sender: author(call),
      payload: { label: labelJson(call.world, pull.base.repository, label) },
    });
  for (const label of pull.labels) if (!before.includes(label)) tell('labeled', label);
  for (const label of before) if (!pull.labels.includes(label)) tell('unlabeled', label);
}

/**
 * A label that does not exist is made, which takes `issues: write`: with `pull_requests: write` alone an existing label
 * can be put on a pull request and a new one not (github.com/actions/labeler/issues/870).
 */
function knownOrMade(call: Call, pull: Pull, names: string[]): Label[] {
  const { repository } = pull.base;
  const unknown = names.filter((name) => !labelNamed(repository, name));
  const wrong = unknown.find((name) => name.trim() === '' || name.length > longest);
  if (wrong !== undefined) invalid(addPage, { value: wrong, resource: 'Label', field: 'name', code: 'invalid' });
  if (unknown.length > 0 && permissionsOf(call.caller).issues !== 'write') {
    const errors = [{ resource: 'Repository', field: 'label', code: 'unauthorized' }];
    refuse(403, 'You do not have permission to create labels on this repository.', { page: addPage, errors });
  }
  return names.map((name) => labelNamed(repository, name) ?? addLabel(call.world, repository, name));
}

/** Names, or objects with a name. */
export function namesOf(labels: unknown[]): string[] {
  return labels.map((label) =>
    typeof label === 'object' && label !== null && 'name' in label ? String(label.name) : String(label),
  );
}

function labelsJson(call: Call, pull: Pull) {
  return pull.labels.map((label) => labelJson(call.world, pull.base.repository, label));
}
