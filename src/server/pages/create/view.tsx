import { type Strategy, strategies } from '../../../core/strategy.ts';
import type { LinkView } from '../../../db/views.ts';
import type { PersonsRepository } from '../../../github/users.ts';
import { Icon } from '../icons.tsx';
import { StrategyChoice } from '../link/settings.tsx';
import { FieldError, Message, Refused } from '../message.tsx';
import type { FieldName, Values } from './fields.ts';

interface Given {
  fork: PersonsRepository;
  values: Values;
  branches: { ours: string[]; theirs: string[] };
  /** Those that the fork has. */
  links: LinkView[];
  /** What is wrong, by field and with all of it. */
  errors: Partial<Values>;
  error: string | null;
  /** What the link would be, when it was checked and nothing is wrong. */
  would: { fork: string; upstream: string } | null;
}

/** What a new link is made of, with what is wrong at its fields. */
export function CreateForm({ fork, values, branches, links, errors, error, would }: Given) {
  const name = `${fork.owner}/${fork.name}`;
  const field = (of: Omit<FieldGiven, 'value' | 'error'>) => (
    <Field {...of} value={values[of.name]} error={errors[of.name]} />
  );
  return (
    <div class="narrow">
      <div class="page-head">
        <h1 class="link-title">New link for {name}</h1>
        <div class="actions">
          <a class="btn btn-sm" href="/links/new">
            Another fork
          </a>
        </div>
      </div>
      <Refused error={error} />
      {would && (
        <div class="flash flash-success" role="status">
          <Icon name="check-circle" />
          <span>
            Nothing is wrong: {would.fork} would follow {would.upstream}.
          </span>
        </div>
      )}
      {links.length > 0 && <There links={links} />}
      <form method="post" action="/links/new" class="Box">
        <input type="hidden" name="fork" value={name} />
        <div class="Box-body">
          {errors.fork && (
            <p class="field-error">
              <Message text={errors.fork} />
            </p>
          )}
          {field({
            name: 'fork_branch',
            label: 'Branch of the fork',
            note: `Left blank: ${fork.defaultBranch}, its default branch.`,
            options: branches.ours,
          })}
          {field({
            name: 'upstream',
            label: 'Upstream',
            note: fork.parent
              ? 'What the fork was made from, or another repository of its fork network.'
              : 'GitHub shows no repository that this was forked from: name one of its fork network.',
          })}
          {field({
            name: 'upstream_branch',
            label: 'Branch of upstream',
            note: 'Left blank: the one that is called like the fork’s, else the default branch.',
            options: branches.theirs,
          })}
          <StrategyChoice
            chosen={strategies.find((one) => one === values.strategy) ?? ('pull-request' satisfies Strategy)}
          />
          {errors.strategy && <p class="field-error">{errors.strategy}</p>}
          {field({ name: 'name', label: 'Name', note: 'What you call it, if you like.' })}
          <div class="form-buttons">
            <button class="btn btn-primary" type="submit">
              Make the link
            </button>
            <button class="btn" type="submit" formmethod="get" name="check" value="">
              Check only
            </button>
          </div>
        </div>
      </form>
    </div>
  );
}

interface FieldGiven {
  name: FieldName;
  label: string;
  note: string;
  options?: string[];
  value: string;
  error: string | undefined;
}

function Field({ name, label, note, options, value, error }: FieldGiven) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <input
        class="form-control input-block"
        id={name}
        name={name}
        value={value}
        list={options && `${name}-options`}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        aria-describedby={error ? `${name}-error` : `${name}-note`}
        aria-invalid={error ? 'true' : undefined}
      />
      {options && (
        <datalist id={`${name}-options`}>
          {options.map((option) => (
            <option value={option} />
          ))}
        </datalist>
      )}
      {error ? (
        <FieldError name={name} text={error} />
      ) : (
        <p class="note" id={`${name}-note`}>
          {note}
        </p>
      )}
    </div>
  );
}

function There({ links }: { links: LinkView[] }) {
  return (
    <section class="Box" aria-labelledby="there">
      <div class="Box-header">
        <h2 id="there">Links it has</h2>
        <span class="color-fg-muted">Each of its branches follows one branch.</span>
      </div>
      <ul>
        {links.map(({ id, fork, upstream }) => (
          <li class="Box-row">
            <a class="branch-name" href={`/links/${id}`}>
              {fork.branch}
            </a>{' '}
            follows {upstream.owner}/{upstream.repo} <span class="branch-name">{upstream.branch}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
