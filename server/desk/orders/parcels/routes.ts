/** What is done with several orders at once: sent with their tracking numbers, printed as slips and labels. */
import { AppError } from '../../../process/errors';
import type { StoredOrder } from '../../../store/orders/model';
import { readForm } from '../../../web/forms';
import type { DeskServices } from '../../services';
import { formatterOf } from '../../web/format';
import type { DeskRoutes } from '../../web/routes';
import type { Visit } from '../../web/visit';
import { tabAddress } from '../address';
import { FORMS, type ParcelFault } from '../forms';
import { carrierOptions } from '../presenter';
import { printPage, type PrintKind } from '../print/presenter';
import type { OrderDesk } from '../service';
import { checkParcels, fillIn, readNumbers, type TypedParcel } from './forms';

declare module '../../../web/page' {
  interface Views {
    'desk/orders/ship': { readonly ship: ShipView };
    'desk/orders/print': { readonly print: ReturnType<typeof printPage> };
  }
}

interface ShipPage {
  readonly parcels: readonly TypedParcel[];
  readonly carrier?: string;
  readonly paste?: string;
  readonly problem?: string | null;
  readonly carrierError?: ParcelFault | null;
  readonly errors?: ReadonlyMap<string, ParcelFault>;
  readonly filled?: boolean;
}

interface ShipView {
  readonly lead: string;
  readonly rows: readonly (TypedParcel & {
    readonly recipient: string;
    readonly where: string;
    readonly error: string | null;
  })[];
  readonly carriers: readonly { readonly value: string; readonly label: string }[];
  readonly carrier: string;
  readonly carrierError: string;
  readonly paste: string;
  readonly pasteError: string;
  readonly gone: string | null;
  readonly filled: string | null;
}

export function addParcelRoutes(routes: DeskRoutes, desk: OrderDesk, { settings }: DeskServices): void {
  async function chosen(visit: Visit): Promise<StoredOrder[] | null> {
    const numbers = readNumbers(visit.request.query['number']);
    const orders = numbers.length === 0 ? [] : await desk.several(numbers);
    if (orders.length > 0) return orders;
    if (numbers.length > 0) throw new AppError('not-found');
    visit.redirect(tabAddress('ship'), { key: 'deskOrders:errors.none', wrong: true });
    return null;
  }

  async function showShip(visit: Visit, page: ShipPage, status = 200): Promise<void> {
    const { text } = visit;
    const known = new Map((await desk.several(page.parcels.map(({ number }) => number))).map((o) => [o.number, o]));
    const open = page.parcels.filter(({ number }) => known.get(number)?.status === 'paid');
    const gone = page.parcels.filter((parcel) => !open.includes(parcel)).map(({ number }) => number);
    const error = (code: ParcelFault): string => text(`deskOrders:errors.${code}`);
    await visit.render(
      'desk/orders/ship',
      {
        ship: {
          lead: text('deskOrders:ship.lead', { count: open.length }),
          rows: open.map(({ number, tracking }) => ({
            number,
            tracking,
            recipient: known.get(number)?.address.recipient ?? '',
            where: known.get(number)?.address.line1 ?? '',
            error: page.errors?.has(number) ? error(page.errors.get(number) ?? 'tracking') : null,
          })),
          carriers: [{ value: '', label: '' }, ...carrierOptions(text)],
          carrier: page.carrier ?? '',
          carrierError: page.carrierError ? error(page.carrierError) : '',
          paste: page.paste ?? '',
          pasteError: page.problem ?? '',
          gone: gone.length > 0 ? text('deskOrders:ship.gone', { numbers: gone.join(', ') }) : null,
          filled: page.filled ? text('deskOrders:notice.filled') : null,
        },
      },
      status,
    );
  }

  routes.get('/admin/orders/ship', 'orders.ship', async (visit) => {
    const orders = await chosen(visit);
    if (orders) await showShip(visit, { parcels: orders.map(({ number }) => ({ number, tracking: '' })) });
  });

  routes.post('/admin/orders/ship', 'orders.ship', async (visit) => {
    const { text } = visit;
    const form = readForm(FORMS.shipSeveral, visit.form);
    const numbers = readNumbers(form.number);
    if (numbers.length !== form.number.length || form.tracking.length !== form.number.length) {
      throw new AppError('bad-request');
    }
    const parcels = numbers.map((number, at) => ({ number, tracking: form.tracking[at] ?? '' }));
    if (parcels.length === 0) return visit.redirect(tabAddress('ship'), { key: 'deskOrders:errors.none', wrong: true });
    const { carrier, paste } = form;
    if (paste.trim() !== '') {
      const filling = fillIn(parcels, paste);
      if ('parcels' in filling) return showShip(visit, { parcels: filling.parcels, carrier, filled: true });
      const { problem } = filling;
      const words =
        problem.code === 'paste-count'
          ? text('deskOrders:errors.paste-count', problem)
          : text('deskOrders:errors.paste-unknown', problem);
      return showShip(visit, { parcels, carrier, paste, problem: words }, 422);
    }
    const checked = checkParcels(carrier, parcels);
    if (!('value' in checked)) {
      return showShip(visit, { parcels, carrier, carrierError: checked.carrier, errors: checked.tracking }, 422);
    }
    const left = await desk.shipSeveral(checked.value, { actor: visit.actor, now: visit.now });
    const count = checked.value.length - left.length;
    if (left.length === 0) {
      return visit.redirect(tabAddress('ship'), { key: 'deskOrders:notice.shippedSeveral', values: { count } });
    }
    const values = { count, left: left.join(', ') };
    visit.redirect(tabAddress('ship'), { key: 'deskOrders:notice.shippedSome', values, wrong: true });
  });

  routes.get('/admin/orders/print', 'orders.ship', async (visit) => {
    const kind: PrintKind = visit.request.query['kind'] === 'label' ? 'label' : 'slip';
    const orders = await chosen(visit);
    if (!orders) return;
    const { seller } = await settings.current();
    const wording = { locale: visit.locale, text: visit.text, format: formatterOf(visit.locale) };
    await visit.render('desk/orders/print', { print: printPage(kind, orders, seller, wording) });
  });
}
