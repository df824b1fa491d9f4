import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canBeTyped, headCommands, mergeCommands } from '../../../src/core/text/shell.ts';
import { hostileBranch } from './hostile.ts';

const fork = { owner: 'octo', name: 'hello', branch: 'main' };
const upstream = { owner: 'up', name: 'hello', branch: 'main' };
const webUrl = 'https://github.com';

describe('mergeCommands', () => {
  it('quotes every name', () => {
    fc.assert(
      fc.property(
        hostileBranch,
        hostileBranch,
        fc.stringMatching(/^[a-z0-9._/@#()'&$%-]{1,20}$/),
        (one, two, branch) => {
          for (const from of [one, { ...upstream, branch }]) {
            for (const target of [two, { ...fork, branch }]) {
              const commands = mergeCommands({ upstream: from, fork: target, webUrl });
              if (commands === null) continue;
              const bare = `${commands.merge}\n${commands.push}`.replace(/'[^'\n]*'/g, 'WORD');
              expect(bare).toBe(
                'git switch WORD &&\ngit pull --ff-only origin WORD &&\ngit fetch WORD WORD &&\ngit merge FETCH_HEAD\ngit push origin WORD',
              );
              expect(commands.merge + commands.push).not.toMatch(/'-|[`$;|<>^%!"\\]/);
            }
          }
        },
      ),
    );
  });

  it.each(['-x', "a'b", 'a\nb', 'a b', 'a\u200bb', 'a\u202eb', 'a`b', '$(id)', '', 'x'.repeat(256)])(
    'refuses the branch %j',
    (branch) => {
      expect(canBeTyped({ ...upstream, branch })).toBe(false);
    },
  );

  it.each(['feat/#12-(x)', '@scope/pkg@1.0.0', 'zażółć', 'v1.x'])('takes the branch %j', (branch) => {
    expect(canBeTyped({ ...upstream, branch })).toBe(true);
  });

  it('refuses an address that is none', () => {
    expect(mergeCommands({ fork, upstream, webUrl: "https://x'; id" })).toBeNull();
    expect(mergeCommands({ fork, upstream, webUrl: 'http://localhost:1234/' })?.merge).toContain(
      "'http://localhost:1234/up/hello.git'",
    );
  });
});

describe('headCommands', () => {
  it('merge the base into the head, in the fork alone', () => {
    expect(headCommands({ fork, branch: 'backstroke/up/main' })).toEqual({
      merge: [
        'git fetch origin &&',
        "git switch 'backstroke/up/main' &&",
        "git pull --ff-only origin 'refs/heads/backstroke/up/main' &&",
        "git fetch origin 'refs/heads/main' &&",
        'git merge FETCH_HEAD',
      ].join('\n'),
      push: "git push origin 'HEAD:refs/heads/backstroke/up/main'",
    });
  });

  it('are none where a name cannot be quoted for certain', () => {
    expect(headCommands({ fork, branch: "backstroke/up/a'b" })).toBeNull();
    expect(headCommands({ fork: { ...fork, branch: 'a b' }, branch: 'backstroke/up/main' })).toBeNull();
  });
});
