import { createHash } from 'node:crypto';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { drawing } from './icons.tsx';
import { liveScript } from './script/live.ts';
import { styleSheet } from './style/sheet.ts';

interface Asset {
  /** Holds a hash of the content: another content has another address. */
  path: string;
  type: string;
  body: string;
}

interface Assets {
  style: Asset;
  live: Asset;
  /** Beside the title of a browser's tab. */
  icon: Asset;
}

let made: Assets | null = null;

/** The files that pages load, made once. */
export function assets(): Assets {
  made ??= {
    style: asset('style', 'css', 'text/css; charset=utf-8', styleSheet()),
    icon: asset('icon', 'svg', 'image/svg+xml', icon()),
    live: asset('live', 'js', 'text/javascript; charset=utf-8', liveScript),
  };
  return made;
}

/** The sign of the header, on a ground of its own: tabs are light or dark as their browser likes. */
function icon(): string {
  const sign = `<g fill="#fff" transform="translate(4 4)">${drawing('git-merge')}</g>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="5" fill="#8250df"/>${sign}</svg>`;
}

function asset(name: string, extension: string, type: string, body: string): Asset {
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 16);
  return { path: `/assets/${name}-${hash}.${extension}`, type, body };
}

export function assetRoutes(app: OpenAPIHono): void {
  app.get('/assets/:name', (c) => {
    const found = Object.values(assets()).find(({ path }) => path === c.req.path);
    if (found === undefined) return c.notFound();
    const headers = { 'content-type': found.type, 'cache-control': 'public, max-age=31536000, immutable' };
    return c.body(found.body, 200, { ...headers, 'x-content-type-options': 'nosniff' });
  });
}
