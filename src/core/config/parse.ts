import type { z } from 'zod';
import { CONFIG_BYTES, TOO_LARGE } from './file.ts';
import { mistakes, positionAt } from './mistakes.ts';
import { inOrder, type Position, type Problem } from './problem.ts';
import { readYaml } from './read.ts';
import { ForkConfig, OwnerConfig } from './schema.ts';
import type { Tree } from './tree.ts';
import type { Whose } from './unknown-key.ts';

export type ParsedConfig<C> =
  | {
      valid: true;
      config: C;
      /** Where a path such as `branches.0.from` stands, or, where nothing stands there, what is around it. */
      positionOf: (path: string) => Position;
    }
  /** At most `MAX_PROBLEMS`, from the top of the file to its end. */
  | { valid: false; problems: Problem[] };

/** The `.github/backstroke.yml` of a fork. Never throws: whatever the text is, the answer is a value. */
export function parseForkConfig(text: string): ParsedConfig<ForkConfig> {
  return parseAs(text, ForkConfig, 'fork');
}

/** The `.github/backstroke.yml` in `OWNER/.github`. */
export function parseOwnerConfig(text: string): ParsedConfig<OwnerConfig> {
  return parseAs(text, OwnerConfig, 'owner');
}

/** A file of this format. Never throws. */
export function parseAs<C>(text: string, schema: z.ZodType<C>, whose: Whose): ParsedConfig<C> {
  if (text.length > CONFIG_BYTES || new TextEncoder().encode(text).length > CONFIG_BYTES) {
    return refused([{ path: '', line: 1, column: 1, message: TOO_LARGE }]);
  }
  const { tree, problems, readTo } = readYaml(text);
  if (tree === null) return refused(problems);
  const parsed = schema.safeParse(isMap(tree) ? tree.value : {});
  const odd = notMap(tree, whose);
  const faults = odd.length > 0 ? odd : mistakes(parsed.error?.issues ?? [], tree, whose);
  const said = [...tree.problems, ...faults];
  const sure = sureUntil(tree, readTo);
  const meant = said.filter(({ line }) => line < sure);
  const all = [...problems, ...meant];
  if (all.length > 0 || !parsed.success) return refused(all);
  return { valid: true, config: parsed.data, positionOf: (path) => positionAt(tree, path) };
}

/**
 * The line to which it is certain what was meant, when the YAML goes wrong at `readTo`: the top-level key before that
 * may have lost its value, or have taken what is another's.
 */
function sureUntil({ places }: Tree, readTo: number): number {
  const starts = [...places].filter(([path]) => path !== '' && !path.includes('.')).map(([, { key }]) => key.line);
  return readTo === Number.POSITIVE_INFINITY ? readTo : Math.max(1, ...starts.filter((line) => line < readTo));
}

function refused(problems: readonly Problem[]): { valid: false; problems: Problem[] } {
  return { valid: false, problems: inOrder(problems) };
}

function isMap({ places }: Tree): boolean {
  return places.get('')?.kind === 'map';
}

/** An empty file says nothing, which is fine; any other that is not a map is not. */
function notMap(tree: Tree, whose: Whose): Problem[] {
  const root = tree.places.get('');
  if (!root || isMap(tree) || root.kind === 'broken' || (root.kind === 'nothing' && root.source === '')) return [];
  const example = whose === 'pull' ? '`version: "1"`' : '`enabled: true`';
  const advice = /^[\w-]+:\S/.test(root.source) ? 'put a space after the colon' : `write keys such as ${example}`;
  return [{ path: '', ...root.at, message: `The file has to be a map of keys: ${advice}.` }];
}
