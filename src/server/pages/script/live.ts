/**
 * The script of a page that changes while it is open. Parts with `data-live` are taken from the page as the server makes it now, so
 * nothing is written twice; those with `data-live="plan"` only where GitHub was read for them.
 */
export const liveScript = `
const source = document.querySelector('[data-changes]');
const address = source.dataset.changes;
let seen = source.dataset.seen;
let stream = null;

async function look(plan) {
  const url = new URL(location.href);
  url.hash = '';
  if (plan && source.dataset.plans) url.searchParams.set('plan', '');
  else plan = false;
  const answer = await fetch(url, { headers: { accept: 'text/html' }, cache: 'no-store' });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const part of document.querySelectorAll('[data-live]')) {
    const now = page.getElementById(part.id);
    if (now && (plan || part.dataset.live !== 'plan')) show(part, now);
  }
}

function show(part, now) {
  if (part.innerHTML === now.innerHTML) return;
  const focused = part.contains(document.activeElement) ? document.activeElement.id : '';
  const open = [...part.querySelectorAll('details[open]')].map(({ id }) => id);
  part.replaceChildren(...now.childNodes);
  for (const id of open) document.getElementById(id)?.setAttribute('open', '');
  if (focused) document.getElementById(focused)?.focus();
}

function listen() {
  const mine = new EventSource(address + '?seen=' + encodeURIComponent(seen));
  stream = mine;
  stream.addEventListener('changed', ({ data, lastEventId }) => {
    seen = lastEventId;
    look(data === 'idle').catch(() => undefined);
  });
  stream.addEventListener('gone', () => mine.close());
  // After an answer that is no stream, as while web starts again, a browser does not come again by itself.
  stream.addEventListener('error', () => {
    if (mine.readyState !== EventSource.CLOSED) return;
    setTimeout(() => {
      if (stream === mine && !document.hidden) listen();
    }, 10_000);
  });
}

document.addEventListener('visibilitychange', () => {
  stream?.close();
  if (!document.hidden) listen();
});
if (!document.hidden) listen();
if (source.dataset.plans === 'later') look(true).catch(() => undefined);
`;
