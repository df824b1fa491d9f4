import type { Sandbox } from '../../src/sandbox/start.ts';
import { eventually } from './eventually.ts';

/**
 * Once web has its list of all installations, which it asks for when it starts: one that comes while it asks would be refreshed by that as well
 * as by its event, at any time, which undoes what a test wrote into its rows, and is in what a test counts; one that a test makes in the
 * tables alone would be removed.
 */
export function firstLook(github: Sandbox): Promise<unknown> {
  const listed = () => github.requests().some(({ route, status }) => route === '/app/installations' && status === 200);
  return eventually(listed, { what: 'web lists the installations' });
}
