export type Setting = readonly [key: string, value: string];

/** What holds for every call, whatever the machine or a repository says. */
const always: Setting[] = [
  ['core.hooksPath', '/dev/null'],
  ['core.fsmonitor', 'false'],
  ['credential.helper', ''],
  ['fetch.recurseSubmodules', 'false'],
  ['submodule.recurse', 'false'],
  // Work of git's own, at times of its own, would outlive the call.
  ['gc.auto', '0'],
  ['gc.autoDetach', 'false'],
  ['maintenance.auto', 'false'],
  // A redirect could lead anywhere, and the token with it.
  ['http.followRedirects', 'false'],
  // A connection that gives nothing for a minute is a dead one: while GitHub packs it sends a few bytes every five seconds.
  ['http.lowSpeedLimit', '1'],
  ['http.lowSpeedTime', '60'],
  ['push.recurseSubmodules', 'no'],
  ['user.useConfigOnly', 'true'],
];

/**
 * The whole environment of a git process: nothing of the machine but the PATH. Settings travel in it and not on the command line,
 * which every user of the machine can read (https://git-scm.com/docs/git-config#Documentation/git-config.txt-GITCONFIGCOUNT).
 */
export function gitEnvironment(given: {
  path: string;
  gitDir: string;
  /** The only protocols git may speak. */
  protocols: readonly ('http' | 'https')[];
  settings: readonly Setting[];
}): Record<string, string> {
  const settings = [...always, ...given.settings];
  const numbered = settings.flatMap(([key, value], at) => [
    [`GIT_CONFIG_KEY_${at}`, key],
    [`GIT_CONFIG_VALUE_${at}`, value],
  ]);
  return {
    PATH: given.path,
    HOME: given.gitDir,
    LC_ALL: 'C',
    TZ: 'UTC',
    GIT_DIR: given.gitDir,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '',
    SSH_ASKPASS: '',
    GIT_ALLOW_PROTOCOL: given.protocols.join(':'),
    GIT_PROTOCOL_FROM_USER: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_LFS_SKIP_SMUDGE: '1',
    ...scratchIdentity,
    GIT_CONFIG_COUNT: String(settings.length),
    ...Object.fromEntries(numbered),
  };
}

/** Who makes the commits that are thrown away again, and when. */
const scratchIdentity = {
  GIT_AUTHOR_NAME: 'nobody',
  GIT_AUTHOR_EMAIL: 'nobody@localhost',
  GIT_AUTHOR_DATE: '@0 +0000',
  GIT_COMMITTER_NAME: 'nobody',
  GIT_COMMITTER_EMAIL: 'nobody@localhost',
  GIT_COMMITTER_DATE: '@0 +0000',
};
