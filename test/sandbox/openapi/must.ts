import { isRefusal, type Refusal } from '../../../src/core/refusal.ts';

/** A value that a scene needs to go on: neither missing nor false nor refused. */
export function must<T>(value: T): Exclude<NonNullable<T>, Refusal | false> {
  if (value === null || value === undefined || value === false) throw new Error('the scene did not go as written');
  if (typeof value === 'object' && isRefusal(value)) throw new Error(`refused: ${value.reason}, ${value.detail}`);
  return value as Exclude<NonNullable<T>, Refusal | false>;
}
