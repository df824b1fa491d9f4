import type { webWithFork } from './api-web.ts';

type Web = Awaited<ReturnType<typeof webWithFork>>;

/** Opens a stream; `events` holds what it told so far, `ended` resolves with its whole text. */
export async function openStream(
  web: Pick<Web, 'ask'>,
  id: string,
  given: { who?: string; headers?: Record<string, string> } = {},
) {
  const leave = new AbortController();
  const { who = 'octo', headers = {} } = given;
  const response = await web.ask(who, `/v1/operations/${id}/events`, { headers, signal: leave.signal });
  let text = '';
  const read = async () => {
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) text += decoder.decode(chunk, { stream: true });
    return text;
  };
  const ended = read();
  ended.catch(() => undefined);
  const events = () =>
    [...text.matchAll(/event: (\w+)\ndata: (.*)\n(?:id: (\d+)\n)?\n/g)].map(([, event, data = '', eventId]) => {
      const { status, reason } = JSON.parse(data);
      return [event, eventId, status, reason ?? null];
    });
  return { response, ended, events, leave: () => leave.abort() };
}
