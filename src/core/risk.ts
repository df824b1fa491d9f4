/** What of upstream's commits deserves a look before they are merged. */
import type { Range, RangeFile } from './range.ts';

/** Kinds of files, the gravest first. */
export const riskKinds = ['workflows', 'install', 'codeowners', 'licence', 'lockfiles', 'binaries'] as const;
export type RiskKind = (typeof riskKinds)[number];

export interface Risks {
  /** Paths by kind; a kind without any is left out. */
  files: Partial<Record<RiskKind, string[]>>;
  /** Names of people who committed here and in none of the commits before. */
  newCommitters: string[];
}

/**
 * Looks through upstream's commits. `committers`: email addresses of those who committed before; null when they are not known,
 * and then nobody is new.
 */
export function risksOf(range: Range, committers: readonly string[] | null): Risks {
  const files: Risks['files'] = {};
  for (const kind of riskKinds) {
    const paths = range.files.filter(tests[kind]).map(({ path }) => path);
    if (paths.length > 0) files[kind] = paths.sort();
  }
  return { files, newCommitters: newCommitters(range, committers) };
}

const lockfiles = new Set([
  'package-lock.json',
  'npm-shrinkwrap.json',
  'yarn.lock',
  'pnpm-lock.yaml',
  'bun.lock',
  'bun.lockb',
  'deno.lock',
  'Cargo.lock',
  'Gemfile.lock',
  'composer.lock',
  'poetry.lock',
  'uv.lock',
  'pdm.lock',
  'Pipfile.lock',
  'go.sum',
  'mix.lock',
  'pubspec.lock',
  'Podfile.lock',
  'Package.resolved',
  'flake.lock',
  'packages.lock.json',
  'gradle.lockfile',
]);

/** What package managers and people run when they install, or read to decide what to run. */
const installers = new Set(['setup.py', 'build.rs', 'binding.gyp', 'extconf.rb', '.npmrc', '.yarnrc', '.yarnrc.yml']);
const installerName = /^(pre|post)?(un)?install(er)?(\.(sh|bash|ps1|bat|cmd|js|cjs|mjs|ts|py|rb))?$/i;

/** Scripts that npm runs by itself. https://docs.npmjs.com/cli/using-npm/scripts#life-cycle-scripts */
const lifeCycle = /^[+-]\s*"((pre|post)?install|(pre|post)?prepare|prepublish|dependencies)"\s*:\s*"/m;

const tests: Record<RiskKind, (file: RangeFile) => boolean> = {
  workflows: isWorkflow,
  install: ({ path, patch }) =>
    installers.has(nameOf(path)) ||
    installerName.test(nameOf(path)) ||
    (nameOf(path) === 'package.json' && patch !== null && lifeCycle.test(patch)),
  codeowners: ({ path }) => /^(\.github\/|docs\/)?CODEOWNERS$/.test(path),
  licence: ({ path }) => /^((un)?licen[cs]e|copying|notice)([.-][^/]*)?$/i.test(path) || /^LICENSES\/./.test(path),
  lockfiles: ({ path }) => lockfiles.has(nameOf(path)),
  binaries: ({ binary }) => binary,
};

/** What GitHub runs by itself, or as a step of that. */
export function isWorkflow({ path }: Pick<RangeFile, 'path'>): boolean {
  return /^\.github\/(workflows|actions)\/./.test(path) || /^action\.ya?ml$/.test(path);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** GitHub's own name stands on what was merged on its pages, whoever did it. */
const gitHubItself = /^noreply@/i;

function newCommitters({ commits }: Range, committers: readonly string[] | null): string[] {
  if (committers === null) return [];
  const before = new Set(committers.map((email) => email.toLowerCase()));
  const names = new Map<string, string>();
  for (const { committer } of commits) {
    const email = committer?.email.toLowerCase() ?? '';
    if (committer === null || email === '' || gitHubItself.test(email) || before.has(email)) continue;
    names.set(email, committer.name);
  }
  return [...new Set(names.values())].sort();
}
