import { main } from './runtime/main.ts';
import { startWeb } from './server/start.ts';

await main('web', startWeb);
