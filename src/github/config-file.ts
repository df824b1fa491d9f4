import { z } from 'zod';
import { type ConfigBlob, configPath } from '../core/config/file.ts';

/** Larger files are answered with a sentence, not read. */
const maxBytes = 64 * 1024;

const folderPath = '.github';

/**
 * Fields of a repository that show its configuration file; `at` holds arguments of the query, as it writes them. The text of a
 * symbolic link is its target, and only the folder's entries tell. https://docs.github.com/graphql/reference/objects#blob
 */
export const configFieldsAt = (at: { file: string; folder: string }): string => `
  config: object(expression: ${at.file}) {
    __typename
    oid
    ... on Blob { byteSize isBinary isTruncated text }
  }
  configFolder: object(expression: ${at.folder}) {
    ... on Tree { entries { name mode } }
  }`;

/** The file at `HEAD`, the default branch. */
export const configFields = configFieldsAt({ file: `"HEAD:${configPath}"`, folder: `"HEAD:${folderPath}"` });

/** Where a commit has the file, and the folder it is in. */
export const expressionsAt = (sha: string) => ({ file: `${sha}:${configPath}`, folder: `${sha}:${folderPath}` });

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

/** https://git-scm.com/docs/git-fast-import#_filemodify */
const symlink = 0o120000;

/** The file as a value. `shown` is what `configFields` brought. */
export function configBlob(shown: {
  config?: z.infer<typeof Shown> | null | undefined;
  configFolder?: z.infer<typeof Folder> | null | undefined;
}): ConfigBlob {
  const { config } = shown;
  if (!config) return { kind: 'missing' };
  const { oid } = config;
  const because = (why: Extract<ConfigBlob, { kind: 'unreadable' }>['why']): ConfigBlob => ({
    kind: 'unreadable',
    oid,
    why,
  });
  if (config.__typename === 'Tree') return because('directory');
  if (config.__typename !== 'Blob') return because('submodule');
  const entry = shown.configFolder?.entries?.find(({ name }) => name === 'backstroke.yml');
  if (entry?.mode === symlink) return because('symlink');
  if ((config.byteSize ?? 0) > maxBytes || config.isTruncated) return because('too-large');
  if (config.isBinary || typeof config.text !== 'string') return because('binary');
  return { kind: 'file', oid, text: config.text };
}
