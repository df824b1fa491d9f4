/**
 * Git's own memory of resolved conflicts (https://git-scm.com/docs/git-rerere) without a checkout: it needs the conflicting files alone, each with
 * its versions in the index. They are numbered there, so that no name of anybody's is a path of this machine or has attributes.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Beside } from './clone.ts';
import { type MergedTree, mergeTree, type Stage } from './merge-tree.ts';

/** More conflicting files than this are not looked at, nor larger ones, in bytes. */
const mostFiles = 20;
const mostBytes = 1024 * 1024;

/** Files that conflict, as they lie in the work tree: the number of each is its name there. */
export interface Laid {
  merged: MergedTree;
  files: { name: string; path: string; mode: string; marked: Buffer }[];
}

/** Lays out the conflict of two commits. null: there is none, or it is too large. Files that no lines conflict in are left out. */
export async function lay(side: Beside, ends: { ours: string; theirs: string }): Promise<Laid | null> {
  const merged = await mergeTree(side, ends);
  if (merged.files.length === 0 || merged.files.length > mostFiles) return null;
  const files: Laid['files'] = [];
  for (const path of merged.files) {
    const stages = merged.stages.filter((stage) => stage.path === path);
    const mode = isText(stages) ? modeOf(stages) : null;
    const marked = mode ? await contentAt(side, merged.tree, path) : null;
    if (mode && marked) files.push({ name: String(files.length), path, mode, marked });
  }
  const index = files.flatMap(({ name, path }) =>
    merged.stages
      .filter((stage) => stage.path === path)
      .map(({ mode, oid, stage }) => `${mode} ${oid} ${stage}\t${name}\n`),
  );
  await rm(join(side.gitDir, 'index'), { force: true });
  await rm(join(side.gitDir, 'MERGE_RR'), { force: true });
  if (index.length > 0) await side.run(['update-index', '--index-info'], { input: index.join('') });
  for (const { name, marked } of files) await put(side, name, marked);
  return { merged, files };
}

/** Both sides have it as a file: nothing else has lines. */
function isText(stages: readonly Stage[]): boolean {
  const regular = stages.every(({ mode }) => mode === '100644' || mode === '100755');
  return regular && [2, 3].every((side) => stages.some(({ stage }) => stage === side));
}

/** That of the side that changed it; null: nobody knows which. */
function modeOf(stages: readonly Stage[]): string | null {
  const [before, ours, theirs] = [1, 2, 3].map((wanted) => stages.find(({ stage }) => stage === wanted)?.mode ?? null);
  if (ours === theirs) return ours ?? null;
  if (!before) return null;
  return (ours === before ? theirs : ours) ?? null;
}

/** What a commit or tree has there; null: nothing, or too much. */
export async function contentAt(side: Beside, tree: string, path: string): Promise<Buffer | null> {
  const name = `${tree}:${path}`;
  const { code, stdout } = await side.run(['cat-file', '-s', name], { allow: [128] });
  if (code !== 0 || Number(stdout.toString()) > mostBytes) return null;
  const { code: read, stdout: content } = await side.run(['cat-file', 'blob', name], { allow: [128] });
  return read === 0 ? content : null;
}

export function put(side: Beside, name: string, content: Buffer): Promise<void> {
  return writeFile(join(side.workTree, name), content);
}

/** Has git note how what lies there conflicts, or resolve it as it was once. */
export async function rerere(side: Beside): Promise<void> {
  // Git remembers where there is this directory.
  await mkdir(join(side.gitDir, 'rr-cache'), { recursive: true });
  await side.run(['-c', 'rerere.enabled=true', 'rerere']);
}

/** What git calls the conflicts that lie there and are not resolved, by the file's name. */
export async function conflictIds(side: Beside): Promise<Map<string, string>> {
  const text = await readFile(join(side.gitDir, 'MERGE_RR'), 'utf8').catch(() => '');
  const entries = text.split('\0').filter(Boolean);
  return new Map(
    entries.map((entry) => entry.split('\t')).map(([id = '', name = '']) => [name, id.split('.')[0] ?? '']),
  );
}

/** Conflicts that were only noted are met as new ones. */
export async function forget(side: Beside): Promise<void> {
  await rm(join(side.gitDir, 'rr-cache'), { recursive: true, force: true });
}

/** The names of the files that lie there without a conflict by now. */
export async function resolvedNames(side: Beside, { files }: Laid): Promise<Map<string, Buffer>> {
  const { stdout } = await side.run(['-c', 'rerere.enabled=true', 'rerere', 'remaining']);
  const left = new Set(stdout.toString().split('\n'));
  const solved = files.filter(({ name }) => !left.has(name));
  const contents = await Promise.all(
    solved.map(async ({ name }) => [name, await readFile(join(side.workTree, name))] as const),
  );
  return new Map(contents);
}
