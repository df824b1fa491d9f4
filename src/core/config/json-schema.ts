import { z } from 'zod';
import { ForkConfig } from './schema.ts';

/** JSON Schema (draft 2020-12) of a fork's own file, for editors. What it accepts may still name branches twice. */
export function configJsonSchema(): object {
  return z.toJSONSchema(ForkConfig, { io: 'input' });
}
