import { type ConfigPath, configPath } from '../config/file.ts';

/** What a check run says of a file that is not of our format, in Markdown; empty for one that is. */
export function foreignFile(path: ConfigPath): string {
  if (path === configPath) return '';
  return (
    `This is read as a file of wei/pull: \`${configPath}\` would take its place. With \`merge\`, \`squash\` and \`rebase\` a pull request ` +
    'is merged once GitHub calls it clean, and `hardreset` drops no commit.'
  );
}
