import { shownConfig, shownOwnerConfig } from '../../../core/config/effective.ts';
import { parseForkConfig, parseOwnerConfig } from '../../../core/config/parse.ts';
import { type Problem as FileProblem, inOrder } from '../../../core/config/problem.ts';
import { fromPullYml } from '../../../core/config/pull-yml.ts';
import { asYaml, type Converted, converted } from '../../../core/config/written.ts';
import type { Covered } from '../../../github/covered.ts';
import type { PersonsRepository } from '../../../github/users.ts';
import type { Caller } from '../../api/caller.ts';
import { withAddress } from '../../api/validate.ts';
import { type Preview, previewOf } from '../../config/preview.ts';
import type { ServerContext } from '../../context.ts';

/** Files that can be checked: a fork's, its owner's, and that of wei/pull. */
export const kinds = ['fork', 'owner', 'pull'] as const;
export type Kind = (typeof kinds)[number];

export interface Chosen {
  fork: PersonsRepository & { installationId: number };
  shown: Covered;
  /** Who chose it, and is shown what it comes to. */
  caller: Pick<Caller, 'token'>;
}

/** What is said of a file. */
export interface Checked {
  problems: FileProblem[];
  /** With every default filled in, as YAML; null: something is wrong with it. */
  effective: string | null;
  /** A file of wei/pull as one of ours. */
  converted: Converted | null;
  /** What it would come to; null: no fork is chosen, or something is wrong. */
  preview: Preview | null;
}

export const refused = (problems: FileProblem[]): Checked => ({
  problems,
  effective: null,
  converted: null,
  preview: null,
});

/** The file as the push of it would be understood; with a fork also what it names there. */
export async function checkFile(
  { text, kind, chosen }: { text: string; kind: Kind; chosen: Chosen | null },
  context: Pick<ServerContext, 'database' | 'env' | 'github'>,
): Promise<Checked> {
  if (kind === 'owner') {
    const parsed = parseOwnerConfig(text);
    if (!parsed.valid) return refused(parsed.problems);
    return { ...refused([]), effective: asYaml(shownOwnerConfig(parsed.config)) };
  }
  const owners = { fork: chosen?.shown.owner ?? '', parent: chosen?.shown.parent?.owner ?? null };
  const parsed =
    kind === 'pull' ? fromPullYml(text, owners) : withAddress(parseForkConfig(text), context.env.elsewhere);
  if (!parsed.valid) return refused(parsed.problems);
  const { config, positionOf } = parsed;
  const preview = chosen && (await previewOf(chosen, { config, positionOf }, context));
  if (preview?.kind === 'problems') return refused(inOrder(preview.problems));
  return { problems: [], effective: asYaml(shownConfig(config)), converted: converted(config), preview };
}
