import { startEverything } from './all/start.ts';
import { needsSetup } from './runtime/env.ts';
import { main } from './runtime/main.ts';
import { startSetup } from './setup.ts';

await (needsSetup() ? main('setup', startSetup) : main('all', startEverything));
