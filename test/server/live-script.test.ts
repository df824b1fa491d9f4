import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { liveScript } from '../../src/server/pages/script/live.ts';

class Source extends EventTarget {
  static readonly CLOSED = 2;
  static opened: Source[] = [];
  readyState = 0;
  readonly url: string;
  constructor(url: string) {
    super();
    this.url = url;
    Source.opened.push(this);
  }
  close() {
    this.readyState = Source.CLOSED;
  }
  fail(readyState: number) {
    this.readyState = readyState;
    this.dispatchEvent(new Event('error'));
  }
}

const aPage = () =>
  Object.assign(new EventTarget(), {
    hidden: false,
    querySelector: () => ({ dataset: { changes: '/links/1/changes', seen: 'a', plans: '' } }),
  });
let page: ReturnType<typeof aPage>;

beforeEach(() => {
  vi.useFakeTimers();
  page = aPage();
  Source.opened = [];
  runInNewContext(liveScript, { document: page, EventSource: Source, setTimeout });
});
afterEach(() => vi.useRealTimers());

const turn = (hidden: boolean) => {
  page.hidden = hidden;
  page.dispatchEvent(new Event('visibilitychange'));
};

test('an open page listens again some seconds after its browser gave up', () => {
  Source.opened[0]?.fail(0);
  vi.advanceTimersByTime(20_000);
  expect(Source.opened).toHaveLength(1);
  for (const times of [2, 3]) {
    Source.opened.at(-1)?.fail(Source.CLOSED);
    vi.advanceTimersByTime(9_000);
    expect(Source.opened).toHaveLength(times - 1);
    vi.advanceTimersByTime(1_000);
    expect(Source.opened.map(({ url }) => url)).toEqual(Array(times).fill('/links/1/changes?seen=a'));
  }
});

test('nobody listens for a page that is hidden, and only once for one that was', () => {
  Source.opened[0]?.fail(Source.CLOSED);
  turn(true);
  vi.advanceTimersByTime(20_000);
  expect(Source.opened).toHaveLength(1);
  turn(false);
  Source.opened[1]?.fail(Source.CLOSED);
  turn(true);
  turn(false);
  vi.advanceTimersByTime(20_000);
  expect(Source.opened).toHaveLength(3);
});
