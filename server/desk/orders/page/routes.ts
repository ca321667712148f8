import type { Handled } from '../../../store/orders';
import { readForm, type FieldErrors } from '../../../web/forms';
import type { DeskRoutes } from '../../web/routes';
import type { Visit, VisitHandler } from '../../web/visit';
import { numberOf, pathOf } from '../address';
import { checkParcel, checkText, FORMS, readCarrier, type OrderFault } from '../forms';
import { STEP_NAMES, type Step } from '../parcels/service';
import type { OrderDesk } from '../service';

/** @param errors of what was typed, which stands there again; without them the page is as it is stored */
export type ShowOrder = (visit: Visit, errors?: FieldErrors<OrderFault>) => Promise<void>;

export const showAgain =
  (show: ShowOrder): VisitHandler =>
  (visit) =>
    show(visit, {});

type Done = 'paid' | 'honoured' | 'shipped' | 'cancelled' | 'flagCleared' | 'noted' | Step;

/** Back to the page, which says that it was done, or that the order was no longer what the page had shown. */
export function leave(visit: Visit, result: Handled, done: Done): void {
  if (result === 'changed') return visit.redirect(pathOf(visit), { key: 'deskOrders:notice.changed', wrong: true });
  visit.redirect(pathOf(visit), { key: `deskOrders:notice.${done}` });
}

export function addPageRoutes(routes: DeskRoutes, desk: OrderDesk, show: ShowOrder): void {
  routes.get('/admin/orders/:number', 'orders.read', (visit) => show(visit));

  const again = showAgain(show);
  routes.form('/admin/orders/:number/ship', 'orders.ship', {
    show: again,
    async act(visit) {
      const { seen, carrier, tracking } = readForm(FORMS.ship, visit.form);
      const checked = checkParcel(readCarrier(carrier), tracking);
      if ('errors' in checked) return show(visit, checked.errors);
      leave(visit, await desk.ship(numberOf(visit), seen, checked.value, visit), 'shipped');
    },
  });

  for (const step of STEP_NAMES) {
    routes.post(`/admin/orders/:number/${step}`, 'orders.ship', async (visit) => {
      const { seen } = readForm(FORMS.step, visit.form);
      leave(visit, await desk.step(numberOf(visit), step, seen, visit), step);
    });
  }

  routes.form('/admin/orders/:number/note', 'orders.ship', {
    show: again,
    async act(visit) {
      const { note_text } = readForm(FORMS.note, visit.form);
      const text = checkText('note_text', note_text, { required: true });
      if ('errors' in text) return show(visit, text.errors);
      leave(visit, await desk.note(numberOf(visit), text.value, visit), 'noted');
    },
  });

  routes.press('/admin/orders/:number/renew-links', 'orders.ship', async (visit) => {
    await desk.renewLinks(numberOf(visit), visit);
    visit.redirect(pathOf(visit), { key: 'deskOrders:notice.linksRenewed' });
  });

  routes.post('/admin/orders/:number/resend', 'orders.ship', async (visit) => {
    const { mail } = readForm(FORMS.resend, visit.form);
    const sent = await desk.resend(numberOf(visit), Number(mail), visit);
    visit.redirect(pathOf(visit), { key: `deskOrders:notice.${sent}` });
  });
}
