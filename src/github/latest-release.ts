import { z } from 'zod';

/** What texts tell and no decision needs: whatever is wrong with it leaves it out. */
export const LatestRelease = z
  .object({
    tagName: z.string(),
    description: z.string().nullish(),
    tagCommit: z.object({ oid: z.string() }).nullish(),
  })
  .nullish()
  .catch(null);
