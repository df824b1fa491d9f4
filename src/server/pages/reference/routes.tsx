import type { OpenAPIHono } from '@hono/zod-openapi';
import type { FindCaller } from '../../api/caller.ts';
import { apiDescription } from '../../api/openapi.ts';
import type { ServerContext } from '../../context.ts';
import { viewerOf } from '../problem-page.tsx';
import { showPage } from '../respond.tsx';
import type { Description } from './description.ts';
import { Reference } from './view.tsx';

/** The API, for people. For everybody, as its document is. */
export function referenceRoutes(app: OpenAPIHono, context: Pick<ServerContext, 'env'>, findCaller: FindCaller): void {
  app.get('/reference', async (c) => {
    const caller = await viewerOf(c, findCaller);
    const description = apiDescription(app, context) as Description;
    return showPage(c, context, { title: 'API', caller }, <Reference description={description} />);
  });
}
