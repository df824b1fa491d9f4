import type { configPath } from '../../../core/config/file.ts';
import { Icon } from '../icons.tsx';
import { Message, Refused } from '../message.tsx';
import type { Checked, Kind } from './check.ts';
import { PreviewList } from './preview.tsx';
import { Problems } from './problems.tsx';

export interface ChosenFork {
  name: string;
  /** Its default branch. */
  branch: string | null;
  /** The path of the file it has; null: none. */
  file: string | null;
}

interface Given {
  text: string;
  kind: Kind;
  /** The fork as it was typed. */
  named: string;
  /** Why it could not be checked. */
  error: string | null;
  fork: ChosenFork | null;
  forks: { owner: string; name: string }[];
  checked: Checked | null;
  path: typeof configPath;
  webUrl: string;
}

const kindWords: Record<Kind, string> = {
  fork: 'a fork’s .github/backstroke.yml',
  owner: '.github/backstroke.yml in OWNER/.github',
  pull: '.github/pull.yml of wei/pull',
};

/** A file, what is wrong with it, and what it comes to. */
export function ConfigView(given: Given) {
  const { text, fork, checked, error } = given;
  return (
    <>
      <div class="page-head">
        <h1>Configuration</h1>
      </div>
      <Refused error={error} />
      <div class="config-page">
        <div>
          <Choose {...given} />
          <Editor {...given} />
        </div>
        <div id="result">
          {checked === null && <Hint />}
          {checked && fork?.file === null && text === '' && <p>{fork.name} has no file: it has what every fork has.</p>}
          {checked && <Result {...given} checked={checked} />}
        </div>
      </div>
    </>
  );
}

/** Both boxes are one form: what is checked is checked for the fork that stands here. */
const form = 'file';

function Choose({ named, forks }: Given) {
  return (
    <div class="Box">
      <div class="Box-body">
        <label for="fork" class="text-bold">
          Fork
        </label>
        <div class="choose">
          <input
            class="form-control"
            id="fork"
            name="fork"
            list="forks"
            value={named}
            form={form}
            placeholder="owner/name"
            autocomplete="off"
          />
          <datalist id="forks">
            {forks.map(({ owner, name }) => (
              <option value={`${owner}/${name}`} />
            ))}
          </datalist>
          <button class="btn" type="submit" form={form} formaction="/config" name="load" value="yes">
            Load its file
          </button>
        </div>
        <p class="note mb-0">With a fork you see what each of its branches would follow.</p>
      </div>
    </div>
  );
}

function Editor({ text, kind }: Given) {
  return (
    <form id={form} method="post" action="/config#result" enctype="multipart/form-data" class="Box">
      <div class="Box-body">
        <label for="text" class="text-bold">
          The file
        </label>
        <textarea class="form-control input-block input-monospace" id="text" name="text" rows={18} spellcheck={false}>
          {/* A browser drops the first line break. */}
          {`\n${text}`}
        </textarea>
        <div class="choose">
          <label class="grow">
            <span class="sr-only">Which file it is</span>
            <select class="form-select" name="kind">
              {Object.entries(kindWords).map(([value, words]) => (
                <option value={value} selected={value === kind}>
                  {words}
                </option>
              ))}
            </select>
          </label>
          <button class="btn btn-primary" type="submit">
            Check
          </button>
        </div>
        <p class="note mb-0">Nothing is saved: a file counts once it is on the default branch.</p>
      </div>
    </form>
  );
}

function Hint() {
  return (
    <div class="Box">
      <div class="blankslate">
        <Icon name="file-code" size={24} />
        <h2>Paste a file, or load that of a fork</h2>
        <p>You see here what is wrong with it, line by line, or what it comes to with every default filled in.</p>
      </div>
    </div>
  );
}

function Result({ text, checked, fork, path, webUrl }: Given & { checked: Checked }) {
  const { problems, effective, preview } = checked;
  if (problems.length > 0) return <Problems problems={problems} text={text} />;
  return (
    <>
      {effective !== null && (
        <div class="flash flash-success" role="status">
          <Icon name="check-circle" />
          <span>Nothing is wrong with this file.</span>
        </div>
      )}
      {preview && fork && <PreviewList preview={preview} fork={fork.name} />}
      {checked.converted && <ConvertedFile converted={checked.converted} fork={fork} path={path} webUrl={webUrl} />}
      {effective !== null && (
        <section class="Box" aria-labelledby="effective">
          <div class="Box-header">
            <h2 id="effective">With every default filled in</h2>
          </div>
          <pre tabindex={0}>{effective}</pre>
        </section>
      )}
    </>
  );
}

/** Longest address that GitHub takes, about. */
const longest = 6_000;

function ConvertedFile({
  converted: { text, left },
  fork,
  path,
  webUrl,
}: Pick<Given, 'fork' | 'path' | 'webUrl'> & { converted: NonNullable<Checked['converted']> }) {
  const page = new URL(`/${fork?.name}/new/${encodeURIComponent(fork?.branch ?? 'HEAD')}`, webUrl);
  page.search = new URLSearchParams({ filename: path, value: text }).toString();
  return (
    <section class="Box" aria-labelledby="converted">
      <div class="Box-header">
        <h2 id="converted">The same as {path}</h2>
        {fork && page.href.length < longest && (
          <a class="btn btn-sm" href={page.href}>
            Create it on GitHub
          </a>
        )}
      </div>
      {left.map((sentence) => (
        <p class="Box-body mb-0">
          <Message text={sentence} />
        </p>
      ))}
      <pre tabindex={0}>{text}</pre>
    </section>
  );
}
