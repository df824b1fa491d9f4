/** A file, and each problem it has: `line:column (path) message`. */
export type Broken = readonly [file: string, ...problems: string[]];
