import type { Reporter, TestModule, TestRunEndReason } from 'vitest/node';

type Errors = readonly unknown[];

/** The line that says how a run ended; a file that could not be loaded counts as one failure, as does a stray error. */
export function closingLine(modules: readonly TestModule[], unhandled: Errors, reason: TestRunEndReason): string {
  const count = { passed: 0, failed: unhandled.length, skipped: 0, pending: 0 };
  for (const module of modules) {
    for (const test of module.children.allTests()) count[test.result().state] += 1;
    count.failed += module.errors().length;
    for (const suite of module.children.allSuites()) count.failed += suite.errors().length;
  }
  // A run that could not even begin has no file to blame.
  if (reason !== 'passed' && count.failed === 0) count.failed = 1;
  const skipped = count.skipped + count.pending;
  return `${count.passed} passed, ${count.failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** Ends the output of a run with one line that other programs can read. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: Errors, reason: TestRunEndReason): void {
    process.stdout.write(`${closingLine(modules, unhandled, reason)}\n`);
  }
}
