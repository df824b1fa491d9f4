/**
 * The permanent state of Backstroke. Web is the only writer of every table (docs/architecture.md names each column's
 * meaning).
 */
export * from './schema/acts.ts';
export * from './schema/asked.ts';
export * from './schema/brakes.ts';
export * from './schema/installations.ts';
export * from './schema/links.ts';
export * from './schema/listings.ts';
export * from './schema/moves.ts';
