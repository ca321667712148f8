/**
 * Below /api/v1, at the apex and on `app.` alike; reading makes no session. Unsafe calls are judged by where they come
 * from and must be JSON, which no form can send.
 */
import { Router, type ErrorRequestHandler, type RequestHandler } from 'express';
import { AppError } from '../../process/errors';
import { MAX_LINE_QUANTITY } from '../../store/cart/model';
import { type CartChange, type Refusal } from '../../store/cart/service';
import { isLocalCaller } from '../../web/caller';
import { apiLocaleOf } from '../../web/error-handler';
import type { Exchange } from '../../web/page';
import type { StorefrontServices } from '../services';
import { translateTo } from '../texts';
import { rememberCart, visitorOf, withinNewGuests } from '../web/visitor';
import { parseAddBody, parseChangeBody, parsePage, parseVariantId } from './forms';
import { cartItem, cartSums, perfume, wholeCart } from './presenter';
import { ApiProblem, type ApiProblemCode } from './problem';
import { readPerfumePage } from './service';

const requireJson: RequestHandler = (request, _response, next) => {
  if (request.is('application/json')) next();
  else next(new ApiProblem('wrong-type'));
};

const isOfApi = (code: ApiProblemCode): code is Exclude<ApiProblemCode, Refusal> =>
  code === 'wrong-type' || code === 'unknown-field' || code === 'wrong-value';

const answerProblem: ErrorRequestHandler = (thrown: unknown, request, response, next) => {
  if (!(thrown instanceof ApiProblem)) return next(thrown);
  const { status, code, field } = thrown;
  const place = isOfApi(code) ? (`cart:api.${code}` as const) : (`cart:refusals.${code}` as const);
  const message = translateTo(apiLocaleOf(request))(place, { field: field ?? '', max: MAX_LINE_QUANTITY });
  const { requestId } = response.locals;
  response.status(status).json({ error: { code, ...(field === null ? {} : { field }), message, requestId } });
};

export function createApiRoutes({ context, accounts, cart, delivery, limiter }: StorefrontServices): Router {
  const router = Router();

  function answer(exchange: Exchange, change: CartChange, variantId: number, status: number): void {
    const { request, response } = exchange;
    rememberCart(context, exchange, change.cart);
    if (!change.ok) throw new ApiProblem(change.refusal);
    const line = change.cart.lines.find((candidate) => candidate.variantId === variantId);
    const item = line ? cartItem(line, apiLocaleOf(request)) : null;
    response.status(status).json({ cart: cartSums(change.cart), item });
  }

  router.get('/session', async (request, response) => {
    const visitor = visitorOf(request);
    const account = visitor.accountId ? await accounts.find(visitor.accountId) : null;
    const sums = cartSums(await cart.read(visitor));
    // Otherwise no session would begin, or all visitors be one, and nobody be told: the doctor asks.
    const seen = { secure: request.secure, local: isLocalCaller(request) };
    response.json({ cart: sums, account: account && { name: account.name }, ...seen });
  });

  router.get('/cart', async (request, response) => {
    const rule = await delivery.current();
    response.json({ cart: wholeCart(await cart.read(visitorOf(request)), rule, apiLocaleOf(request)) });
  });

  router.post('/cart/items', requireJson, async (request, response) => {
    const { attempt, ...goods } = parseAddBody(request.body);
    const sentBy = attempt === undefined ? null : { key: attempt };
    const outcome = await withinNewGuests(limiter, request, (visitor) => cart.add(visitor, goods, sentBy));
    if ('waitSeconds' in outcome) {
      throw new AppError('too-many-requests', { retryAfterSeconds: outcome.waitSeconds });
    }
    answer({ request, response }, outcome.done, goods.variantId, 201);
  });

  router.patch('/cart/items/:variantId', requireJson, async (request, response) => {
    const variantId = parseVariantId(request.params.variantId);
    const { quantity } = parseChangeBody(request.body);
    const changed = await cart.change(visitorOf(request), [{ variantId, quantity }]);
    answer({ request, response }, changed, variantId, 200);
  });

  router.delete('/cart/items/:variantId', async (request, response) => {
    const variantId = parseVariantId(request.params.variantId);
    response.json({ cart: cartSums(await cart.remove(visitorOf(request), variantId)) });
  });

  router.get('/products', async (request, response) => {
    const { products, page, pages } = await readPerfumePage(
      context.pool,
      parsePage(request.query),
      context.clock.now(),
    );
    const locale = apiLocaleOf(request);
    response.json({ products: products.map((row) => perfume(row, locale)), page, pages });
  });

  router.use(answerProblem);
  return router;
}
