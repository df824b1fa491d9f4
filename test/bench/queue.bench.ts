import { afterAll, bench, describe } from 'vitest';
import { createQueues } from '../../src/redis/queues.ts';
import { freshRedis } from '../support/services.ts';

const { url, namespace } = await freshRedis();
const queues = createQueues(url, { namespace, name: 'bench' });
afterAll(() => queues.stop());

describe('the queue', () => {
  bench('send, receive and remove one job', async () => {
    await queues.send('push', '{}');
    const received = await queues.receive('push', 60);
    if (received) await queues.remove('push', received.id);
  });
});
