import { runDemo } from './demo/run.ts';

await runDemo(process.argv.slice(2));
