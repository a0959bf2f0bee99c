import { routes } from '@tocsin/api';
import type { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { recordAudit } from '#audit/store.ts';
import { mount } from '#kernel/http/routes.ts';
import type { Reading } from '../../reading.ts';
import { findUnsubscribeLink } from '../mail/store.ts';
import { pauseSubscription } from '../store.ts';

/** The links in mails: GET shows, POST acts (RFC 8058 3.1), because mail scanners follow links. */
export function unsubscribeRoutes(app: FastifyInstance, { reading: { db, clock } }: { reading: Reading }): void {
  mount(app, routes.unsubscribePage, async ({ params, reply }) => {
    const found = await db.asSystem('unsubscribe', (tx) => findUnsubscribeLink(tx, params.token, clock.now()));
    const ends = found !== undefined && found.state !== 'paused';
    return reply
      .type('text/html; charset=utf-8')
      .send(ends ? page('End these mails?', '<form method="post"><button>End them</button></form>') : page(over));
  });

  mount(app, routes.unsubscribe, async ({ params, body, reply }) => {
    // What a mail program posts says nothing that the link does not.
    (body as Readable | undefined)?.resume();
    await db.asSystem('unsubscribe', async (tx) => {
      const found = await findUnsubscribeLink(tx, params.token, clock.now());
      if (found === undefined || found.state === 'paused') return;
      await pauseSubscription(tx, found.id);
      await recordAudit(tx, {
        at: clock.now(),
        org: found.org,
        actor: 'link in a mail',
        action: 'subscription.unsubscribe',
        subject: `subscription:${found.id}`,
      });
    });
    return reply.type('text/html; charset=utf-8').send(page(over));
  });
}

// The same whether the link is known, spent or made up.
const over = 'These mails have ended.';

const page = (title: string, content = ''): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><h1>${title}</h1>${content}</html>\n`;
