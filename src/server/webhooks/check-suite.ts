import { z } from 'zod';
import { askMerging } from '../../db/write/ask-merging.ts';
import type { Handler } from './handler.ts';

/**
 * Its list of pull requests is empty where their head is in another repository, so the commit is what tells.
 * https://docs.github.com/webhooks/webhook-events-and-payloads#check_suite
 */
const Payload = z.object({
  check_suite: z.object({ head_sha: z.string() }),
  repository: z.object({ id: z.number() }),
});

/** All checks that an App made for a commit are done: a pull request that waits for them is looked at. */
export const checkSuiteCompleted: Handler = async (tx, delivery) => {
  const { check_suite, repository } = Payload.parse(delivery.payload);
  const about = { forkId: repository.id, headSha: check_suite.head_sha, requestId: delivery.id };
  return { asked: { linkIds: await askMerging(tx, about) }, refresh: false, config: false };
};
