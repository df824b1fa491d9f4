import type { BrakeKind } from '../../../core/brake.ts';
import type { Brake } from '../../../db/brakes.ts';
import type { Problem } from '../../problem.ts';
import { FieldError, Refused } from '../message.tsx';
import { Time } from '../parts.tsx';

export const kindNames: Record<BrakeKind, string> = {
  upstream: 'What follows an upstream repository',
  owner: 'The forks of an account',
  all: 'Everything',
};

/** A brake that was wanted, as it stood in the form. */
export interface RefusedBrake {
  values: { kind: string; name: string; why: string };
  problem: Problem;
}

interface Given {
  brakes: Brake[];
  refused: RefusedBrake | null;
  now: Date;
}

/** What is stopped, and how something is. */
export function Brakes({ brakes, refused, now }: Given) {
  return (
    <section class="Box" aria-labelledby="brakes">
      <div class="Box-header">
        <h2 id="brakes">
          Brake <span class="Counter">{brakes.length}</span>
        </h2>
        <span class="color-fg-muted">Nothing is written to GitHub for what is stopped, within seconds.</span>
      </div>
      <ul>
        {brakes.map((brake) => (
          <li class="Box-row fork-row">
            <div>
              <span class="text-bold">{brake.kind === 'all' ? 'Everything' : brake.name}</span>
              {brake.kind !== 'all' && <span class="color-fg-muted"> · {kindNames[brake.kind].toLowerCase()}</span>}
              <p class="mb-0">{brake.why}</p>
              <p class="link-when mb-0">
                Stopped by {brake.setBy} <Time at={brake.createdAt.toISOString()} now={now} />
              </p>
            </div>
            <form method="post" action={`/operator/brakes/${brake.id}/release`}>
              <input type="hidden" name="return_to" value="/operator" />
              <button class="btn btn-sm" type="submit">
                Let go<span class="sr-only"> of {brake.name}</span>
              </button>
            </form>
          </li>
        ))}
      </ul>
      <StopForm refused={refused} />
    </section>
  );
}

function StopForm({ refused }: { refused: RefusedBrake | null }) {
  const { values, problem } = refused ?? { values: { kind: 'upstream', name: '', why: '' }, problem: null };
  const errorOf = (name: string) => problem?.errors.find(({ field }) => field === name)?.message;
  return (
    <form method="post" action="/operator/brakes" class="Box-row stop-form">
      <Refused error={problem && problem.errors.length === 0 ? problem.message : null} />
      <div class="filters mb-0">
        <div class="field">
          <label for="kind">What to stop</label>
          <select class="form-select" id="kind" name="kind" {...invalid('kind', errorOf('kind'))}>
            {Object.entries(kindNames).map(([kind, words]) => (
              <option value={kind} selected={kind === values.kind}>
                {words}
              </option>
            ))}
          </select>
          <FieldError name="kind" text={errorOf('kind')} />
        </div>
        <TextField
          name="name"
          label="Name"
          value={values.name}
          longest={400}
          error={errorOf('name')}
          note="owner/name of the repository, or the account’s; none for everything"
          more={{ autocapitalize: 'off', spellcheck: false }}
        />
        <TextField
          name="why"
          label="Why"
          value={values.why}
          longest={200}
          error={errorOf('why')}
          more={{ required: true }}
        />
      </div>
      <button class="btn btn-danger" type="submit">
        Stop
      </button>
    </form>
  );
}

interface TextFieldGiven {
  name: string;
  label: string;
  value: string;
  /** Characters. */
  longest: number;
  error: string | undefined;
  /** What it is to hold. */
  note?: string;
  more: Record<string, string | boolean>;
}

/** Described by what is wrong with it, or by its note. */
function TextField({ name, label, value, longest, error, note, more }: TextFieldGiven) {
  const noted = note === undefined ? {} : { 'aria-describedby': `${name}-note` };
  return (
    <div class="field grow">
      <label for={name}>{label}</label>
      <input
        class="form-control"
        id={name}
        name={name}
        value={value}
        maxlength={longest}
        autocomplete="off"
        {...more}
        {...(error === undefined ? noted : invalid(name, error))}
      />
      {error === undefined && note !== undefined ? (
        <p class="note" id={`${name}-note`}>
          {note}
        </p>
      ) : (
        <FieldError name={name} text={error} />
      )}
    </div>
  );
}

function invalid(name: string, error: string | undefined) {
  return error === undefined ? {} : { 'aria-invalid': 'true' as const, 'aria-describedby': `${name}-error` };
}
