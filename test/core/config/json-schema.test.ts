import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { Every } from '../../../src/core/config/fields.ts';
import { configJsonSchema } from '../../../src/core/config/json-schema.ts';
import { everyPattern } from '../../../src/core/config/names.ts';
import type { Broken } from './broken/broken.ts';
import { keys } from './broken/keys.ts';
import { names } from './broken/names.ts';
import { owner } from './broken/owner.ts';
import { values } from './broken/values.ts';
import { validForkFiles, validOwnerFiles } from './valid.ts';

const fork = configJsonSchema('fork');
const owners = configJsonSchema('owner');
const ajv = new Ajv2020({ strict: true, allErrors: true, strictTypes: false, strictRequired: false });
const [acceptsFork, acceptsOwner] = [ajv.compile(fork), ajv.compile(owners)];
/** What editors check: the values of a file, whose YAML is sound. */
const valuesOf = (file: string): unknown => parse(file.replace(/^\uFEFF/, '')) ?? {};
const show = (rows: readonly Broken[]) => rows.map(([file]) => [JSON.stringify(file), file] as const);
/** These are said of the YAML: two keys of one name, and a name that a map of JavaScript cannot hold. */
const ofYaml = ([, first]: Broken) => first?.includes('stands twice') || first?.includes('__proto__');

describe.each([
  ['a fork', fork],
  ['an owner', owners],
])('the schema for the file of %s', (_, schema) => {
  it('is one of draft 2020-12', () => {
    expect(schema).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema' });
    expect(ajv.validateSchema(schema)).toBe(true);
  });

  it('describes every key', () => {
    const undescribed: string[] = [];
    const visit = (at: string, { properties = {}, ...rest }: Node) => {
      for (const [key, node] of Object.entries(properties)) {
        if (!node.description) undescribed.push(`${at}.${key}`);
        visit(`${at}.${key}`, node);
      }
      if (rest.items) visit(`${at}[]`, rest.items);
      for (const option of rest.anyOf ?? []) if (option.type) visit(at, option);
    };
    visit('', schema as Node);
    expect(undescribed).toEqual([]);
  });
});

interface Node {
  type?: string;
  description?: string;
  properties?: Record<string, Node>;
  items?: Node;
  anyOf?: Node[];
}

describe('editors and Backstroke agree', () => {
  it.each(show([...values, ...keys, ...names]))('against %s', (_, file) => {
    expect(acceptsFork(valuesOf(file))).toBe(false);
  });
  it.each(show(owner.filter((row) => !ofYaml(row))))("against an owner's %s", (_, file) => {
    expect(acceptsOwner(valuesOf(file))).toBe(false);
  });
  it.each(validForkFiles.map((file) => [JSON.stringify(file), file] as const))('for %s', (_, file) => {
    expect(acceptsFork(valuesOf(file)), JSON.stringify(acceptsFork.errors)).toBe(true);
  });
  it.each(validOwnerFiles.map((file) => [JSON.stringify(file), file] as const))("for an owner's %s", (_, file) => {
    expect(acceptsOwner(valuesOf(file)), JSON.stringify(acceptsOwner.errors)).toBe(true);
  });

  it('on every period there can be', () => {
    const pattern = new RegExp(everyPattern, 'u');
    const around = [0, 1, 9, 10, 11, 51, 52, 53, 99, 100, 364, 365, 366, 999, 1000, 8759, 8760, 8761, 9999, 10_000];
    const large = [99_999, 100_000, 499_999, 500_000, 519_999, 520_000, 524_999, 525_000, 525_599, 525_600, 525_601];
    for (const unit of ['m', 'h', 'd', 'w', 's', '']) {
      for (const number of [...around, ...large, 599_999, 999_999]) {
        const period = `${number}${unit}`;
        expect([period, pattern.test(period)]).toEqual([period, Every.safeParse(period).success]);
      }
    }
  });
});
