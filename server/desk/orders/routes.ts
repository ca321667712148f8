/** The queue of orders, one order's page, and what can be done there. */
import { AppError } from '../../process/errors';
import { type Handled, isClosed, orderKey, orderPath } from '../../store/orders';
import type { StoredOrder } from '../../store/orders/model';
import { readOrderNumber } from '../../store/orders/service';
import { readForm, readNothing, type FieldErrors } from '../../web/forms';
import type { DeskServices } from '../services';
import { formatterOf, type Wording } from '../web/format';
import type { DeskRoutes } from '../web/routes';
import type { Visit } from '../web/visit';
import { readFilter } from './address';
import { checkParcel, checkRefund, checkText, FORMS, readCarrier, type OrderFault } from './forms';
import { addManualOrderRoutes } from './manual/routes';
import { orderPage } from './page/presenter';
import { addParcelRoutes } from './parcels/routes';
import { queueView } from './presenter';
import { createOrderDesk, type Doing, type Step } from './service';
import { addUnpaidRoutes } from './unpaid/routes';

declare module '../../web/page' {
  interface Views {
    'desk/orders/show': { readonly page: ReturnType<typeof orderPage> };
    'desk/orders/list': { readonly queue: ReturnType<typeof queueView> };
  }
}

export const wordingOf = ({ locale, text }: Visit): Wording => ({ locale, text, format: formatterOf(locale) });
export const doing = ({ actor, now }: Visit): Doing => ({ actor, now });

/** What is said after an act: that it was done, or that the order was no longer what the page had shown. */
const said = (result: Handled, key: Done) =>
  result === 'changed'
    ? ({ key: 'deskOrders:notice.changed', wrong: true } as const)
    : ({ key: `deskOrders:notice.${key}` } as const);

type Done = 'paid' | 'shipped' | 'cancelled' | 'flagCleared' | 'noted' | Step;

export function addOrderRoutes(routes: DeskRoutes, services: DeskServices): void {
  const { context } = services;
  const desk = createOrderDesk(services);

  /** As people type it, too: an address may be typed from paper. */
  function numberOf(visit: Visit): string {
    const number = readOrderNumber(visit.param('number'));
    if (!number) throw new AppError('not-found');
    return number;
  }

  const pathOf = (visit: Visit): string => `/admin/orders/${numberOf(visit)}`;

  const linkTo = (order: StoredOrder, now: Date): string =>
    context.config.origins.apex + orderPath(order.locale, order.number, orderKey(context.keys, order, now));

  async function show(visit: Visit, errors: FieldErrors<OrderFault> = {}): Promise<void> {
    const found = await desk.open(numberOf(visit));
    if (!found) throw new AppError('not-found');
    const { order, around } = found;
    const link = visit.can('orders.ship') ? linkTo(order, visit.now) : null;
    const isTried = Object.keys(errors).length > 0;
    const tried = isTried ? { values: visit.form as Record<string, string>, errors } : null;
    const page = orderPage(order, around, { ...wordingOf(visit), link, tried });
    await visit.render('desk/orders/show', { page }, isTried ? 422 : 200);
  }

  routes.get('/admin/orders', 'orders.read', async (visit) => {
    const filter = readFilter(visit.request.query);
    await visit.render('desk/orders/list', { queue: queueView(filter, await desk.queue(filter), wordingOf(visit)) });
  });

  addManualOrderRoutes(routes, services);
  addParcelRoutes(routes, desk, services);
  addUnpaidRoutes(routes, desk);

  routes.get('/admin/orders/:number', 'orders.read', (visit) => show(visit));

  routes.post(
    '/admin/orders/:number/mark-paid',
    'orders.money',
    async (visit) => {
      const { seen } = readForm(FORMS.step, visit.form);
      const result = await desk.markPaid(numberOf(visit), seen, doing(visit));
      if (result === 'late') {
        const key = isClosed(seen) ? 'deskOrders:notice.lateNoted' : 'deskOrders:notice.late';
        return visit.redirect(pathOf(visit), { key, wrong: true });
      }
      visit.redirect(pathOf(visit), said(result, 'paid'));
    },
    { act: 'payment', back: pathOf },
  );

  routes.post('/admin/orders/:number/ship', 'orders.ship', async (visit) => {
    const { seen, carrier, tracking } = readForm(FORMS.ship, visit.form);
    const checked = checkParcel(readCarrier(carrier), tracking);
    if ('errors' in checked) return show(visit, checked.errors);
    const result = await desk.ship(numberOf(visit), seen, checked.value, doing(visit));
    visit.redirect(pathOf(visit), said(result, 'shipped'));
  });

  const steps: readonly Step[] = ['unship', 'deliver', 'undeliver'];
  for (const step of steps) {
    routes.post(`/admin/orders/:number/${step}`, 'orders.ship', async (visit) => {
      const { seen } = readForm(FORMS.step, visit.form);
      visit.redirect(pathOf(visit), said(await desk.step(numberOf(visit), step, seen, doing(visit)), step));
    });
  }

  routes.post('/admin/orders/:number/cancel', 'orders.money', async (visit) => {
    const { seen } = readForm(FORMS.step, visit.form);
    visit.redirect(pathOf(visit), said(await desk.cancel(numberOf(visit), seen, doing(visit)), 'cancelled'));
  });

  routes.post(
    '/admin/orders/:number/refund',
    'orders.money',
    async (visit) => {
      const checked = checkRefund(readForm(FORMS.refund, visit.form));
      if ('errors' in checked) return show(visit, checked.errors);
      const result = await desk.refund(numberOf(visit), checked.value, doing(visit));
      if (result === 'too-much') return show(visit, { amount: 'too-much' });
      visit.redirect(pathOf(visit), { key: `deskOrders:notice.${result === 'done' ? 'refunded' : 'already'}` });
    },
    { act: 'refund', back: pathOf },
  );

  routes.post('/admin/orders/:number/clear-flag', 'orders.money', async (visit) => {
    const { flag, flag_text } = readForm(FORMS.clearFlag, visit.form);
    const text = checkText('flag_text', flag_text, { required: true });
    if ('errors' in text) return show(visit, text.errors);
    const result = await desk.clearFlag(numberOf(visit), flag, text.value, doing(visit));
    visit.redirect(pathOf(visit), said(result, 'flagCleared'));
  });

  routes.post('/admin/orders/:number/note', 'orders.ship', async (visit) => {
    const { note_text } = readForm(FORMS.note, visit.form);
    const text = checkText('note_text', note_text, { required: true });
    if ('errors' in text) return show(visit, text.errors);
    visit.redirect(pathOf(visit), said(await desk.note(numberOf(visit), text.value, doing(visit)), 'noted'));
  });

  routes.post('/admin/orders/:number/renew-links', 'orders.ship', async (visit) => {
    readNothing(visit.form);
    await desk.renewLinks(numberOf(visit), doing(visit));
    visit.redirect(pathOf(visit), { key: 'deskOrders:notice.linksRenewed' });
  });

  routes.post('/admin/orders/:number/resend', 'orders.ship', async (visit) => {
    const { mail } = readForm(FORMS.resend, visit.form);
    const sent = await desk.resend(numberOf(visit), Number(mail), doing(visit));
    visit.redirect(pathOf(visit), { key: `deskOrders:notice.${sent}` });
  });
}
