/** What people do to a link; the last ones by the checkboxes in its pull request, where whether they may is looked up later. */
export const actKinds = [
  'made',
  'renamed',
  'strategy',
  'paused',
  'resumed',
  'sync',
  'sync-all',
  'retry',
  'release',
  'undo',
  'secret',
  'box-sync',
  'box-move',
  'box-resolve',
] as const;
export type ActKind = (typeof actKinds)[number];

/** Somebody, as GitHub knows them. */
export interface Person {
  id: number;
  login: string;
}
