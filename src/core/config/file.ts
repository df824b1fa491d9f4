import type { Problem } from './problem.ts';

/** Where the file is, in every repository. */
export const configPath = '.github/backstroke.yml' as const;

/**
 * The file of wei/pull, another App for forks: read where a fork has none of ours. It looks for this name alone.
 * https://github.com/wei/pull
 */
export const pullPath = '.github/pull.yml' as const;

/** Which of its files says what is to be done with a fork. */
export type ConfigPath = typeof configPath | typeof pullPath;

/** What GitHub shows at the path of the configuration, before it is understood. */
export type ConfigBlob =
  | { kind: 'missing' }
  | { kind: 'file'; path: ConfigPath; oid: string; text: string }
  | {
      kind: 'unreadable';
      path: ConfigPath;
      oid: string | null;
      why: 'directory' | 'symlink' | 'submodule' | 'too-large' | 'binary';
    };

type Unreadable = Extract<ConfigBlob, { kind: 'unreadable' }>;

/** `OWNER/.github`: its file holds the owner's defaults, and is no fork's own. */
export function holdsDefaults(repository: string): boolean {
  return repository.toLowerCase() === '.github';
}

/** Largest configuration file that is read, in bytes of UTF-8. */
export const CONFIG_BYTES = 64 * 1024;

export const TOO_LARGE = 'The file is larger than 64 KiB, which is more than Backstroke reads: make it smaller.';

const sentences: Record<Unreadable['why'], string> = {
  directory: 'This is a directory, where the configuration has to be a file: put a file in its place.',
  symlink: 'This is a symbolic link, which Backstroke does not follow: put the file itself in its place.',
  submodule: 'This is a submodule, where the configuration has to be a file: put a file in its place.',
  'too-large': TOO_LARGE,
  binary: 'The file is no text in UTF-8: save it as such.',
};

/** The path of what GitHub showed; where there is nothing, that of our own file. */
export function pathOf(file: ConfigBlob): ConfigPath {
  return file.kind === 'missing' ? configPath : file.path;
}

/** The sentence for what cannot be read, at the start of the file. */
export function blobProblem(blob: Omit<Unreadable, 'path'>): Problem {
  return { path: '', line: 1, column: 1, message: sentences[blob.why] };
}
