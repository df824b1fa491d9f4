import { z } from 'zod';

export const sha = z.string().regex(/^[0-9a-f]{40,64}$/);
export const moment = z.iso.datetime();
export const counter = z.number().int().nonnegative();

/** A repository by its identity and the names it had when the message was written. */
export const Repository = z.object({ id: z.number().int(), owner: z.string(), name: z.string(), branch: z.string() });

/** The same of an upstream, which may not be on GitHub: then with where it is. */
export const UpstreamRepository = Repository.extend({ url: z.string().nullish() });
