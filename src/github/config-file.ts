import { z } from 'zod';
import { type ConfigBlob, type ConfigPath, configPath, holdsDefaults, pullPath } from '../core/config/file.ts';

/** Larger files are answered with a sentence, not read. */
const maxBytes = 64 * 1024;

const folderPath = '.github';

const blobFields = '__typename oid ... on Blob { byteSize isBinary isTruncated text }';

/**
 * Fields of a repository that show its configuration file; `at` holds arguments of the query, as it writes them. The text of a
 * symbolic link is its target, and only the folder's entries tell. https://docs.github.com/graphql/reference/objects#blob
 */
const configFieldsAt = (at: { file: string; folder: string }): string => `
  config: object(expression: ${at.file}) { ${blobFields} }
  configFolder: object(expression: ${at.folder}) {
    ... on Tree { entries { name mode } }
  }`;

/** The same, and its file for wei/pull, as `pullConfig`. */
export const forkConfigFieldsAt = (at: { file: string; pull: string; folder: string }): string => `
  ${configFieldsAt(at)}
  pullConfig: object(expression: ${at.pull}) { ${blobFields} }`;

const atHead = { file: `"HEAD:${configPath}"`, pull: `"HEAD:${pullPath}"`, folder: `"HEAD:${folderPath}"` };

/** The file at `HEAD`, the default branch. */
export const configFields = configFieldsAt(atHead);
export const forkConfigFields = forkConfigFieldsAt(atHead);

/** The blob ids of both files at `HEAD`: of ours, and of that for wei/pull, under these names. */
export const configIds = (ours: string, pull: string): string => `
  ${ours}: object(expression: ${atHead.file}) { oid }
  ${pull}: object(expression: ${atHead.pull}) { oid }`;

/** Where a commit has the files, and the folder they are in. */
export const expressionsAt = (sha: string) => ({
  file: `${sha}:${configPath}`,
  pull: `${sha}:${pullPath}`,
  folder: `${sha}:${folderPath}`,
});

const Shown = z.object({
  __typename: z.string(),
  oid: z.string(),
  byteSize: z.number().optional(),
  isBinary: z.boolean().nullish(),
  isTruncated: z.boolean().optional(),
  text: z.string().nullish(),
});
const Folder = z.object({ entries: z.array(z.object({ name: z.string(), mode: z.number() })).nullish() });

export const configNode = {
  config: Shown.nullish(),
  configFolder: Folder.nullish(),
};
export const forkConfigNode = { ...configNode, pullConfig: Shown.nullish() };

/** https://git-scm.com/docs/git-fast-import#_filemodify */
const symlink = 0o120000;

type Id = { oid: string } | null | undefined;
type Node = z.infer<typeof Shown> | null | undefined;
type Entries = z.infer<typeof Folder> | null | undefined;

/** The file as a value. `shown` is what `configFields` brought. */
export function configBlob(shown: { config?: Node; configFolder?: Entries }): ConfigBlob {
  return blobAt(configPath, shown.config, shown.configFolder);
}

/**
 * The file that says what is to be done with a fork: ours, and where there is none that of wei/pull. An owner's defaults are in
 * a file of ours alone. `shown` is what `forkConfigFields` brought.
 */
export function forkConfigBlob(shown: {
  name: string;
  config?: Node;
  pullConfig?: Node;
  configFolder?: Entries;
}): ConfigBlob {
  const path = forkConfigPath({ name: shown.name, ours: shown.config, pull: shown.pullConfig });
  return path === pullPath ? blobAt(path, shown.pullConfig, shown.configFolder) : configBlob(shown);
}

/** Which of the two files of a repository counts, by what GitHub shows at their paths. */
export function forkConfigPath(given: { name: string; ours: unknown; pull: unknown }): ConfigPath {
  return !given.ours && given.pull && !holdsDefaults(given.name) ? pullPath : configPath;
}

/** Blob id of that file; null: there is neither. */
export function countingId(at: { name: string; ours: Id; pull: Id }): string | null {
  return (forkConfigPath(at) === pullPath ? at.pull : at.ours)?.oid ?? null;
}

function blobAt(path: ConfigPath, shown: Node, folder: Entries): ConfigBlob {
  if (!shown) return { kind: 'missing' };
  const { oid } = shown;
  const because = (why: Extract<ConfigBlob, { kind: 'unreadable' }>['why']): ConfigBlob => ({
    kind: 'unreadable',
    path,
    oid,
    why,
  });
  if (shown.__typename === 'Tree') return because('directory');
  if (shown.__typename !== 'Blob') return because('submodule');
  const entry = folder?.entries?.find(({ name }) => path === `${folderPath}/${name}`);
  if (entry?.mode === symlink) return because('symlink');
  if ((shown.byteSize ?? 0) > maxBytes || shown.isTruncated) return because('too-large');
  if (shown.isBinary || typeof shown.text !== 'string') return because('binary');
  return { kind: 'file', path, oid, text: shown.text };
}
