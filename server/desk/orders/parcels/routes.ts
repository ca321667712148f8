import { AppError } from '../../../process/errors';
import type { StoredOrder } from '../../../store/orders/model';
import { readForm } from '../../../web/forms';
import type { DeskServices } from '../../services';
import type { DeskRoutes } from '../../web/routes';
import type { Visit } from '../../web/visit';
import { tabAddress } from '../address';
import { FORMS, MOST_AT_ONCE } from '../forms';
import { printPage, type PrintKind } from '../print/presenter';
import type { OrderDesk } from '../service';
import { checkParcels, fillIn, readNumbers } from './forms';
import { shipView, type ShipPage } from './presenter';

declare module '../../../web/page' {
  interface Views {
    'desk/orders/ship': { readonly ship: ReturnType<typeof shipView> };
    'desk/orders/print': { readonly print: ReturnType<typeof printPage> };
  }
}

export function addParcelRoutes(routes: DeskRoutes, desk: OrderDesk, { settings }: DeskServices): void {
  async function chosen(visit: Visit): Promise<StoredOrder[] | null> {
    const { number, all } = visit.request.query;
    const named = readNumbers(number);
    const numbers = number === undefined && all === 'on' ? await desk.firstToShip(MOST_AT_ONCE) : named;
    const orders = numbers.length === 0 ? [] : await desk.several(numbers);
    if (orders.length > 0) return orders;
    if (numbers.length > 0) throw new AppError('not-found');
    visit.redirect(tabAddress('ship'), { key: 'deskOrders:errors.none', wrong: true });
    return null;
  }

  async function showShip(visit: Visit, page: ShipPage, status = 200): Promise<void> {
    const orders = await desk.several(page.parcels.map(({ number }) => number));
    await visit.render('desk/orders/ship', { ship: shipView(page, orders, visit.text) }, status);
  }

  routes.get('/admin/orders/ship', 'orders.ship', async (visit) => {
    const orders = await chosen(visit);
    if (!orders) return;
    const { carrier } = (await settings.current()).delivery;
    await showShip(visit, { carrier, parcels: orders.map(({ number }) => ({ number, tracking: '' })) });
  });

  function readParcels(visit: Visit) {
    const { number, tracking, ...form } = readForm(FORMS.shipSeveral, visit.form);
    const numbers = readNumbers(number);
    if (numbers.length !== number.length || tracking.length !== number.length) throw new AppError('bad-request');
    return { ...form, parcels: numbers.map((one, at) => ({ number: one, tracking: tracking[at] ?? '' })) };
  }

  routes.form('/admin/orders/ship', 'orders.ship', {
    act: (visit) => take(visit, readParcels(visit)),
    show: (visit) => showShip(visit, readParcels(visit)),
  });

  async function take(visit: Visit, { parcels, carrier, paste }: ReturnType<typeof readParcels>): Promise<void> {
    if (parcels.length === 0) return visit.redirect(tabAddress('ship'), { key: 'deskOrders:errors.none', wrong: true });
    if (paste.trim() !== '') {
      const filling = fillIn(parcels, paste);
      if ('parcels' in filling) return showShip(visit, { parcels: filling.parcels, carrier, filled: true });
      return showShip(visit, { parcels, carrier, paste, problem: filling.problem }, 422);
    }
    const checked = checkParcels(carrier, parcels);
    if (!('value' in checked)) {
      return showShip(visit, { parcels, carrier, carrierError: checked.carrier, errors: checked.tracking }, 422);
    }
    const left = await desk.shipSeveral(checked.value, visit);
    const count = checked.value.length - left.length;
    if (left.length === 0) {
      return visit.redirect(tabAddress('ship'), { key: 'deskOrders:notice.shippedSeveral', values: { count } });
    }
    const values = { count, left: left.join(', ') };
    visit.redirect(tabAddress('ship'), { key: 'deskOrders:notice.shippedSome', values, wrong: true });
  }

  routes.get('/admin/orders/print', 'orders.ship', async (visit) => {
    const kind: PrintKind = visit.request.query['kind'] === 'label' ? 'label' : 'slip';
    const orders = await chosen(visit);
    if (!orders) return;
    const { seller } = await settings.current();
    const print = printPage(kind, orders, seller, visit);
    await visit.render('desk/orders/print', { print }, print.sheets.length > 0 ? 200 : 409);
  });
}
