import { Hono } from 'hono';
import { z } from 'zod';
import type { OrderStatus } from '../orders/life.ts';
import type { OrderBook } from '../orders/order-book.ts';
import { sameOriginOnly } from '../security.ts';

const OrderStep = z.object({ status: z.enum(['paid', 'shipped', 'delivered', 'cancelled', 'refunded']) });
const QuoteStep = z.union([
  z.object({
    status: z.literal('created'),
    euros: z.coerce.number().min(1).max(1_000_000),
    days: z.coerce.number().int().min(1).max(90),
  }),
  z.object({ status: z.enum(['sent', 'accepted', 'rejected']) }),
]);

/** What the back office's buttons do. A step that is not open any more changes nothing. */
export const officeRoutes = (book: OrderBook) =>
  new Hono()
    .use(sameOriginOnly)
    .post('/orders/:id', async c => {
      const step = OrderStep.safeParse(await c.req.parseBody());
      if (!step.success) return c.text('There is no such step.', 422);
      book.moveOrder(c.req.param('id'), step.data.status satisfies OrderStatus);
      return c.redirect('/back-office', 303);
    })
    .post('/quotes/:id', async c => {
      const step = QuoteStep.safeParse(await c.req.parseBody());
      if (!step.success) return c.text('An offer needs a price in euros and a number of days from 1 to 90.', 422);
      const id = c.req.param('id');
      if (step.data.status === 'created') book.offerQuote(id, Math.round(step.data.euros * 100), step.data.days);
      else book.moveQuote(id, step.data.status);
      return c.redirect('/back-office', 303);
    });
