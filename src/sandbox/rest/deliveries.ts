import { type Answer, json, notFound } from '../answer.ts';
import type { Delivery } from '../delivery.ts';
import type { Route } from '../router.ts';
import { demandApp } from './app.ts';
import { linkHeader, pageUrl, perPage } from './paging.ts';

export const deliveryRoutes: Route[] = [
  {
    method: 'GET',
    pattern: '/app/hook/config',
    handle(call) {
      demandApp(call);
      const url = call.world.webhooks.target?.url ?? '';
      return json({ content_type: 'json', insecure_ssl: '0', secret: '********', url });
    },
  },
  {
    method: 'GET',
    pattern: '/app/hook/deliveries',
    handle(call) {
      demandApp(call);
      const size = perPage(call);
      const status = call.query.get('status');
      const before = Number(/^v1_(\d+)$/.exec(call.query.get('cursor') ?? '')?.[1] ?? Number.POSITIVE_INFINITY);
      const older = call.world.webhooks
        .deliveries()
        .filter((delivery) => delivery.id < before && hasStatus(delivery, status))
        .sort((a, b) => b.id - a.id);
      const items = older.slice(0, size);
      const last = items.at(-1);
      const next = last && older.length > size ? pageUrl(call, { cursor: `v1_${last.id}` }) : null;
      return json(items.map(deliveryJson), 200, linkHeader(next ? [`<${next}>; rel="next"`] : []));
    },
  },
  {
    method: 'GET',
    pattern: '/app/hook/deliveries/:delivery_id',
    handle(call) {
      demandApp(call);
      const delivery = deliveryOf(call.world.webhooks.deliveries(), call.params.delivery_id);
      const { request, response, payload, url } = delivery;
      const asked = { headers: request.headers, payload };
      const answered = { headers: response.headers, payload: response.body };
      return json({ ...deliveryJson(delivery), url, request: asked, response: answered });
    },
  },
  {
    method: 'POST',
    pattern: '/app/hook/deliveries/:delivery_id/attempts',
    handle(call): Answer {
      demandApp(call);
      const { webhooks } = call.world;
      const { guid } = deliveryOf(webhooks.deliveries(), call.params.delivery_id);
      webhooks.redeliver(guid).catch(() => {});
      return json({}, 202);
    },
  },
];

/** `failure` are the codes 400 to 599, also where a later attempt went well. */
function hasStatus(delivery: Delivery, status: string | null): boolean {
  if (status === 'success') return delivery.statusCode >= 200 && delivery.statusCode < 400;
  return status !== 'failure' || delivery.statusCode >= 400;
}

function deliveryOf(deliveries: Delivery[], id: string | undefined): Delivery {
  return deliveries.find((delivery) => delivery.id === Number(id)) ?? notFound('apps/webhooks');
}

function deliveryJson(delivery: Delivery) {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: delivery.deliveredAt,
    redelivery: delivery.redelivery,
    duration: delivery.duration,
    status: delivery.status,
    status_code: delivery.statusCode,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installationId,
    repository_id: delivery.repositoryId,
    throttled_at: null,
  };
}
