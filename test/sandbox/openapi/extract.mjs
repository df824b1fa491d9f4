/**
 * Writes `github.json`, the part of GitHub's OpenAPI description that the tests hold the sandbox and our requests to. The
 * package of the description (MIT) unpacks to 385 MB, so it is no dependency: it is fetched to make the excerpt, and only then.
 *
 *   npm run openapi:extract                        fetches the package of the version below
 *   node test/sandbox/openapi/extract.mjs FILE     takes its api.github.com.json from elsewhere
 *
 * What to keep is listed in `endpoints.mjs`. Examples and descriptions are left out: nothing is validated by them.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { endpoints, webhooks } from './endpoints.mjs';

const name = '@octokit/openapi';
const version = '23.0.2';
const methods = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']);
/** Sections of components that hold what is validated. */
const sections = ['schemas', 'parameters', 'responses', 'headers'];

const whole = JSON.parse(readFileSync(process.argv[2] ?? installed(), 'utf8'));
if (whole.info.version !== version) fail(`This is version ${whole.info.version} of ${name}, not ${version}.`);

const paths = Object.fromEntries(Object.entries(endpoints).map(([path, kept]) => [path, pathOf(path, kept)]));
const events = Object.fromEntries(webhooks.map((event) => [event, eventOf(event)]));
const excerpt = {
  openapi: whole.openapi,
  info: {
    title: 'Excerpt of the description of GitHub',
    description: `Made by test/sandbox/openapi/extract.mjs from ${name}@${version}`,
    version,
    license: { name: whole.info.license.name, url: `https://www.npmjs.com/package/${name}` },
  },
  paths,
  'x-webhooks': events,
  components: reached([paths, events]),
};
writeFileSync(new URL('github.json', import.meta.url), `${printed(excerpt)}\n`);

/** `npx --package` puts the .bin folder beside the package on the PATH. */
function installed() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const files = folders.map((folder) => join(folder, '..', name, 'generated', 'api.github.com.json'));
  return files.find((file) => existsSync(file)) ?? fail(`${name} is not here: use npm run openapi:extract`);
}

function pathOf(path, kept) {
  const described = whole.paths[path] ?? fail(`The description has no path ${path}.`);
  const missing = kept.filter((method) => !described[method]);
  if (missing.length > 0) fail(`${path} has no ${missing.join(', ')}.`);
  const entries = Object.entries(described).filter(([key]) => !methods.has(key) || kept.includes(key));
  return Object.fromEntries(entries.map(([key, value]) => [key, methods.has(key) ? operation(value) : bare(value)]));
}

function operation({ summary, operationId, externalDocs, parameters, requestBody, responses }) {
  const docs = externalDocs && { url: externalDocs.url };
  return bare({ summary, operationId, externalDocs: docs, parameters, requestBody, responses });
}

function eventOf(event) {
  const described = whole['x-webhooks'][event] ?? fail(`The description has no event ${event}.`);
  return bare(described.post.requestBody.content['application/json'].schema);
}

/** What nobody validates by goes; a property may well be called `description`. */
function bare(value, isNames = false) {
  if (Array.isArray(value)) return value.map((item) => bare(item));
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key, inner]) => inner !== undefined && (isNames || !isTalk(key, inner)));
  return Object.fromEntries(kept.map(([key, inner]) => [key, bare(inner, !isNames && key === 'properties')]));
}

function isTalk(key, value) {
  if (['example', 'examples', 'x-github', 'x-octokit', 'x-github-breaking-changes'].includes(key)) return true;
  return key === 'description' && typeof value === 'string';
}

/** The components that are referred to, by what is kept and by one another. */
function reached(roots) {
  const found = new Map();
  const visit = (value) => {
    if (typeof value !== 'object' || value === null) return;
    if (typeof value.$ref === 'string') add(value.$ref);
    for (const inner of Object.values(value)) visit(inner);
  };
  const add = (ref) => {
    if (found.has(ref)) return;
    const [, , section, component] = ref.split('/');
    const described = whole.components[section]?.[component] ?? fail(`${ref} leads nowhere.`);
    found.set(ref, bare(described));
    visit(found.get(ref));
  };
  visit(roots);
  const named = (section) =>
    [...found]
      .filter(([ref]) => ref.startsWith(`#/components/${section}/`))
      .map(([ref, value]) => [ref.split('/').at(-1), value])
      .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sections.map((section) => [section, Object.fromEntries(named(section))]));
}

/** One path, one event, one component a line, so that a diff shows what changed. */
function printed({ paths, components, 'x-webhooks': events, ...head }) {
  const lines = (value) =>
    Object.entries(value)
      .map(([key, inner]) => `    ${JSON.stringify(key)}: ${JSON.stringify(inner)}`)
      .join(',\n');
  const group = (key, value) => `  ${JSON.stringify(key)}: {\n${lines(value)}\n  }`;
  const top = Object.entries(head).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  const grouped = Object.entries(components).map(([key, value]) => group(key, value));
  const parts = [
    ...top,
    group('paths', paths),
    group('x-webhooks', events),
    `  "components": {\n${grouped.join(',\n')}\n  }`,
  ];
  return `{\n${parts.join(',\n')}\n}`;
}

function fail(sentence) {
  throw new Error(sentence);
}
