import { z } from 'zod';
import { ForkConfig, OwnerConfig } from './schema.ts';
import type { Whose } from './unknown-key.ts';

/**
 * JSON Schema (draft 2020-12) of a fork's own file, or of its owner's, for editors. What it accepts may still name
 * branches twice.
 */
export function configJsonSchema(whose: Whose): object {
  return z.toJSONSchema(whose === 'fork' ? ForkConfig : OwnerConfig, { io: 'input' });
}
