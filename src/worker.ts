import { main } from './runtime/main.ts';
import { startWorker } from './worker/start.ts';

await main('worker', startWorker);
