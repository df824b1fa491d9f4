import type { Store } from '../git.ts';

/** GitHub lets an App bring workflow files into a repository only with `workflows: write`. */
export function changesWorkflows(store: Store, from: string, to: string): Promise<boolean> {
  return store.cached(`workflows ${from} ${to}`, async () => {
    const text = await store.git(['diff', '--name-only', from, to, '--', '.github/workflows']);
    return text.trim() !== '';
  });
}
