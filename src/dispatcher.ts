import { startDispatcher } from './dispatcher/start.ts';
import { main } from './runtime/main.ts';

await main('dispatcher', startDispatcher);
