import type { Request } from 'express';
import { given, type Values } from '../../i18n/translate';
import { formatWon } from '../../money/money';
import type { Staff } from '../access/model';
import { may, type Permission } from '../permissions';
import type { DeskContext } from '../services';
import { translateTo, type DeskKey } from '../texts';
import { makeFormKey } from './form-key';
import { formatterOf } from './format';
import type { desk as deskWords } from './texts.ko';

export interface Notice {
  readonly key: DeskKey;
  readonly values?: Values;
  readonly wrong?: boolean;
}

interface Place {
  readonly path: string;
  readonly permission: Permission;
  readonly text: `desk:nav.${keyof (typeof deskWords)['nav']}`;
  /** Pressed after `g`. */
  readonly key: string;
}

const PLACES: readonly Place[] = [
  { path: '/admin', permission: 'desk.open', text: 'desk:nav.today', key: 't' },
  { path: '/admin/orders', permission: 'orders.read', text: 'desk:nav.orders', key: 'o' },
  { path: '/admin/products', permission: 'perfumes.read', text: 'desk:nav.products', key: 'p' },
  { path: '/admin/stock', permission: 'stock.read', text: 'desk:nav.stock', key: 's' },
  { path: '/admin/customers', permission: 'customers.read', text: 'desk:nav.customers', key: 'c' },
  { path: '/admin/figures', permission: 'figures.read', text: 'desk:nav.figures', key: 'f' },
  { path: '/admin/files', permission: 'files.export', text: 'desk:nav.files', key: 'd' },
  { path: '/admin/settings', permission: 'settings.read', text: 'desk:nav.settings', key: 'e' },
  { path: '/admin/people', permission: 'people.write', text: 'desk:nav.people', key: 'u' },
  { path: '/admin/audit', permission: 'audit.read', text: 'desk:nav.audit', key: 'a' },
  { path: '/admin/operations', permission: 'operations.read', text: 'desk:nav.operations', key: 'm' },
];

interface Facts {
  readonly request: Request;
  readonly staff: Staff;
  readonly token: string;
  readonly notice: Notice | undefined;
}

export type DeskLocals = ReturnType<typeof deskLocals>;

export function deskLocals(context: DeskContext, { request, staff, token, notice }: Facts) {
  const text = translateTo(staff.locale);
  const path = request.originalUrl.split('?', 1)[0] ?? '';
  const isHere = (place: string): boolean => path === place || (place !== '/admin' && path.startsWith(`${place}/`));
  return {
    locale: staff.locale,
    text,
    asset: (name: string) => context.assets.url(name),
    money: formatWon,
    format: formatterOf(staff.locale),
    shopOrigin: context.config.origins.apex,
    desk: {
      staff,
      /** Of every form: partials/token. */
      token,
      key: makeFormKey(context.keys, staff.id, context.clock.now()),
      /** The form that this page answers, and did not take. */
      typed: request.method === 'POST' ? path : null,
      can: (permission: Permission) => may(staff.role, permission),
      places: PLACES.filter(({ permission }) => may(staff.role, permission)).map((place) => ({
        path: place.path,
        label: text(place.text),
        key: place.key,
        current: isHere(place.path),
      })),
      notice: notice ? { message: text(notice.key, given(notice.values)), wrong: notice.wrong ?? false } : null,
    },
  };
}
