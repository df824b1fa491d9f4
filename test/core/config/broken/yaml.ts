import type { Broken } from './broken.ts';

/** YAML that is none, or more than a configuration needs. */
export const yaml: Broken[] = [
  ['branches:\n  - *\n', '2:5 Text that starts with a star needs quotes in YAML, so put it in quotes: `"*"`.'],
  ['branches: [*]\n', '1:12 Text that starts with a star needs quotes in YAML, so put it in quotes: `"*"`.'],
  [
    'branches:\n  - from: release/*\n    to: *\n',
    '3:9 Text that starts with a star needs quotes in YAML, so put it in quotes: `"*"`.',
  ],
  [
    'exclude:\n  - *-stable\n',
    '2:5 Text that starts with a star needs quotes in YAML, so put it in quotes: `"*-stable"`.',
  ],
  ['branches:\n\t- main\n', '2:1 A tab indents this line, and YAML takes spaces alone: replace it.'],
  ['pull-request:\n\ttitle: x\n', '2:1 A tab indents this line, and YAML takes spaces alone: replace it.'],
  ['enabled: true\nenabled: false\n', '2:1 (enabled) `enabled` stands twice in this map: remove one.'],
  [
    'pull-request:\n  draft: true\n  draft: false\n',
    '3:3 (pull-request.draft) `draft` stands twice in this map: remove one.',
  ],
  ['branches:\n  - from: a\n    from: b\n', '3:5 (branches.0.from) `from` stands twice in this map: remove one.'],
  [
    'branches: &b [main]\nexclude: *b\n',
    '1:11 `&b` is an anchor, which is not understood here: remove it, or put it in quotes if it is text.',
    '2:10 `*b` repeats what an anchor named, which is not understood here: write it out.',
  ],
  [
    'enabled: !!bool true\n',
    '1:10 `!!bool` is a tag, which is not understood here: remove it, or put it in quotes if it is text.',
  ],
  [
    'strategy: !foo pull-request\n',
    '1:11 `!foo` is a tag, which is not understood here: remove it, or put it in quotes if it is text.',
  ],
  ['%YAML 1.2\n---\nenabled: true\n', '1:1 `%YAML 1.2` is a directive, which is not understood here: remove the line.'],
  [
    '<<: {enabled: true}\n',
    '1:1 (<<) `<<` would merge keys of another map, which is not understood here: write them out.',
  ],
  [
    'a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n',
    '1:1 (a) `a` is no key here: there are `version`, `enabled`, `strategy`, `every`, `branches`, `exclude`, `keep`, `hold-while-upstream-pull-open`, `tags`, `pull-request`, `conflict`, `upstream`, `forks`.',
    '1:4 `&a` is an anchor, which is not understood here: remove it, or put it in quotes if it is text.',
    '2:1 (b) `b` is no key here: there are `version`, `enabled`, `strategy`, `every`, `branches`, `exclude`, `keep`, `hold-while-upstream-pull-open`, `tags`, `pull-request`, `conflict`, `upstream`, `forks`.',
    '2:4 `&b` is an anchor, which is not understood here: remove it, or put it in quotes if it is text.',
    '2:8 `*a` repeats what an anchor named, which is not understood here: write it out.',
    '2:12 `*a` repeats what an anchor named, which is not understood here: write it out.',
    '3:1 (c) `c` is no key here: there are `version`, `enabled`, `strategy`, `every`, `branches`, `exclude`, `keep`, `hold-while-upstream-pull-open`, `tags`, `pull-request`, `conflict`, `upstream`, `forks`.',
    '3:5 `*b` repeats what an anchor named, which is not understood here: write it out.',
    '3:9 `*b` repeats what an anchor named, which is not understood here: write it out.',
  ],
  [
    'enabled: true\n---\nenabled: false\n',
    '2:1 A second document starts here, and one file is one document: remove this line.',
  ],
  [
    '---\nenabled: true\n...\n---\n',
    '4:1 A second document starts here, and one file is one document: remove this line.',
  ],
  ['upstream: "up/hello\nenabled: true\n', '1:11 The quote that opens here is not closed: add a `"` at its end.'],
  ["upstream: 'up/hello\n", "1:11 The quote that opens here is not closed: add a `'` at its end."],
  ['branches: [main, dev\nenabled: true\n', '1:11 The bracket that opens here is not closed: add a `]` at its end.'],
  ['pull-request: {draft: true\n', '1:15 The bracket that opens here is not closed: add a `}` at its end.'],
  ['branches: [main]]\n', '1:17 `]` closes nothing: remove it.'],
  ['branches: [main,,dev]\n', '1:17 Between commas something has to stand: remove one.'],
  ['pull-request: {labels: [a, b}\n', '1:24 The bracket that opens here is not closed: add a `]` at its end.'],
  ['main\n', '1:1 The file has to be a map of keys: write keys such as `enabled: true`.'],
  ['- main\n', '1:1 The file has to be a map of keys: write keys such as `enabled: true`.'],
  ['5\n', '1:1 The file has to be a map of keys: write keys such as `enabled: true`.'],
  ['"text"\n', '1:1 The file has to be a map of keys: write keys such as `enabled: true`.'],
  ['enabled:true\n', '1:1 The file has to be a map of keys: put a space after the colon.'],
  ['enabled=true\n', '1:1 The file has to be a map of keys: write keys such as `enabled: true`.'],
  [
    'enabled: true\n every: 1d\n',
    '2:2 This is indented unlike what it belongs to: start the keys or dashes of one map or list in one column.',
  ],
  [
    '  enabled: true\nevery: 1d\n',
    '2:1 This is indented unlike what it belongs to: start the keys or dashes of one map or list in one column.',
  ],
  [
    'branches:\n- main\n - dev\n',
    '2:3 (branches.0) `main - dev` is no branch name: entries of a list ran together, so start their dashes in one column.',
  ],
  ['branches: - main\n', '1:11 A list starts on the line below its key: put this there.'],
  ['# fine\nenabled: true\nfoo', '3:1 `foo` is no key with a value: write it as `key: value`.'],
  [
    'pull-request:\n  title: a: b\n',
    '2:10 A colon and a space in a value make it a key: put the value in quotes, or its keys on lines of their own.',
  ],
  [
    'branches:\n  main\n  dev\n',
    '2:3 (branches) `branches` has to be a list: start each entry with a dash and a space.',
  ],
  ['? [a]\n: b\n', '1:3 A key has to be text, not a list or a map: write a name.'],
  ['every: "\\q"\n', '1:9 `\\q` means nothing within double quotes: write two backslashes, or use single quotes.'],
  ['enabled: `true`\n', '1:10 In YAML text cannot start with `` ` ``: put the text in quotes.'],
  [
    'upstream: @up/hello\n',
    '1:11 In YAML text cannot start with `@`: write a login without it, or put the text in quotes.',
  ],
  [
    'pull-request:\n  title: {{upstream}} x\n',
    '2:10 Text that starts with `{{` needs quotes in YAML: put all of it in quotes.',
  ],
  [
    'branches:\n  -main\n  -dev\n',
    '2:3 (branches) `branches` has to be a list: start each entry with a dash and a space.',
  ],
  ['enabled: |x\n', '1:11 After `|` or `>` the text starts on the next line: put it there.'],
  ['enabled: "a" b\n', '1:14 Nothing can follow a value: put all of it in quotes, or this elsewhere.'],
  ['forks: {accept: true}#x\n', '1:22 A comment needs a space before its `#`: add one.'],
  [
    'enabled: true\u0000\n',
    '1:10 (enabled) `enabled` has to be true or false, and `true�` is text: write true or false.',
  ],
  ['en\u0000abled: true\n', '1:1 (en\u0000abled) `en�abled` is no key here: did you mean `enabled`?'],
  ['\uFEFFenabeld: true\n', '1:1 (enabeld) `enabeld` is no key here: did you mean `enabled`?'],
  ['enabled: true\r\nenabeld: true\r\n', '2:1 (enabeld) `enabeld` is no key here: did you mean `enabled`?'],
  ['__proto__: 1\n', '1:1 (__proto__) `__proto__` is a name that cannot be used here.'],
  ['"": 1\n', '1:1 Before this colon a key is missing: write one.'],
];
