import type { StoredOrder } from '../../../store/orders/model';
import { faultsInWords } from '../../../web/form-page';
import type { DeskText } from '../../texts';
import type { ParcelFault } from '../forms';
import { carrierOptions } from '../presenter';
import type { PasteProblem, TypedParcel } from './forms';

export interface ShipPage {
  readonly parcels: readonly TypedParcel[];
  readonly carrier: string;
  readonly paste?: string;
  readonly problem?: PasteProblem;
  readonly carrierError?: ParcelFault | null;
  readonly errors?: ReadonlyMap<string, ParcelFault>;
  readonly filled?: boolean;
}

/** @param orders those of the parcels; one that is no longer waiting to be sent is named, and has no row */
export function shipView(page: ShipPage, orders: readonly StoredOrder[], text: DeskText) {
  const known = new Map(orders.filter(({ status }) => status === 'paid').map((order) => [order.number, order]));
  const gone = page.parcels.flatMap(({ number }) => (known.has(number) ? [] : [number]));
  const rows = page.parcels.flatMap(({ number, tracking }) => {
    const order = known.get(number);
    if (!order) return [];
    const { recipient, line1: where } = order.address;
    return [{ number, tracking, recipient, where, label: text('deskOrders:ship.numberOf', { number }) }];
  });
  const { errors, problems } = faultsInWords(
    Object.fromEntries([
      ...(page.carrierError ? [['carrier', text(`deskOrders:errors.${page.carrierError}`)] as const] : []),
      ...rows.flatMap(({ number }, at) => {
        const fault = page.errors?.get(number);
        return fault ? [[`tracking-${at}`, text(`deskOrders:errors.${fault}`)] as const] : [];
      }),
      ...(page.problem ? [['paste', problemText(page.problem, text)] as const] : []),
    ]),
    (said) => said,
    (name) => {
      const row = rows[Number(name.split('-')[1])];
      return row?.label ?? text(name === 'carrier' ? 'deskOrders:fields.carrier' : 'deskOrders:ship.paste');
    },
  );
  return {
    errors,
    problems,
    lead: text('deskOrders:ship.lead', { count: rows.length }),
    rows,
    carriers: [{ value: '', label: '' }, ...carrierOptions(text)],
    carrier: page.carrier,
    paste: page.paste ?? '',
    gone: gone.length > 0 ? text('deskOrders:ship.gone', { numbers: gone.join(', ') }) : null,
    filled: page.filled ? text('deskOrders:notice.filled') : null,
  };
}

const problemText = (problem: PasteProblem, text: DeskText): string =>
  problem.code === 'paste-count'
    ? text('deskOrders:errors.paste-count', problem)
    : text('deskOrders:errors.paste-unknown', problem);
