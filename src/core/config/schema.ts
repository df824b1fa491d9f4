/** The configuration file's type. */
export type ForkConfig = Record<string, unknown>;
export type OwnerConfig = Record<string, unknown>;
