import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { z } from 'zod';
import type { Sessions } from '../accounts/sessions.ts';
import type { Entered, OrderBook } from './order-book.ts';
import { type Line, priceBasket } from './pricing.ts';
import { fieldErrors, OrderRequest, QuoteRequest } from './requests.ts';

type Answer = { number: string; url: string };

/**
 * The shop's own API. `GET /basket?line=sku:quantity&…` prices a cart. `POST /quotes` and `POST /orders` answer 201 (200 when
 * repeated) with `{number, url}`; errors are problem documents, with `errors: {field: message}` when a field is wrong.
 */
export const shopApi = (book: OrderBook, sessions: Sessions) =>
  new Hono()
    .use(bodyLimit({ maxSize: 64 * 1024, onError: c => problem(413, c.req.path, 'This is more than we can read.') }))
    .get('/basket', c => c.json(priceBasket((c.req.queries('line') ?? []).slice(0, 50).flatMap(parseLine))))
    .post('/quotes', c => {
      const enter = (request: QuoteRequest) => book.requestQuote(request, sessions.of(c)?.id);
      return accept(c.req.raw, QuoteRequest, enter, ({ request }) => `/quotes/${request.id}`);
    })
    .post('/orders', c => {
      const enter = (request: OrderRequest) => book.placeOrder(request, sessions.of(c)?.id);
      return accept(c.req.raw, OrderRequest, enter, ({ request }) => `/orders/${request.id}`);
    });

async function accept<S extends z.ZodType, T extends { number: string }>(
  request: Request,
  schema: S,
  enter: (value: z.infer<S>) => Entered<T>,
  urlOf: (entry: T) => string,
): Promise<Response> {
  const body = await request.json().catch(() => undefined);
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    return problem(422, 'invalid-fields', 'Please look at the marked fields.', { errors: fieldErrors(parsed.error) });
  }
  const entered = enter(parsed.data);
  if (entered.outcome !== 'refused') {
    const answer: Answer = { number: entered.entry.number, url: urlOf(entered.entry) };
    return Response.json(answer, { status: entered.outcome === 'created' ? 201 : 200 });
  }
  if (entered.reason === 'changed') {
    const title = `This was already sent and has the number ${entered.number}. Reload the page to send another.`;
    return problem(409, 'already-sent', title, { number: entered.number });
  }
  const title = 'Something in your cart is no longer sold. Please open the cart and try again.';
  return problem(422, 'unknown-product', title, { skus: entered.skus });
}

function problem(status: number, type: string, title: string, more: object = {}): Response {
  return new Response(JSON.stringify({ type, title, status, ...more }), {
    status,
    headers: { 'content-type': 'application/problem+json' },
  });
}

function parseLine(line: string): Line[] {
  const colon = line.lastIndexOf(':');
  const quantity = Number(line.slice(colon + 1));
  return colon > 0 && Number.isInteger(quantity) && quantity >= 1 && quantity <= 50
    ? [{ sku: line.slice(0, colon), quantity }]
    : [];
}
