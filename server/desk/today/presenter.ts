import { nameOf } from '../../alarms';
import type { StandingAlarm } from '../../alarms/model';
import type { CertificateStatus } from '../../certificates/status';
import { given } from '../../i18n/translate';
import { formatWon } from '../../money/money';
import type { Permission } from '../permissions';
import type { DeskText } from '../texts';
import type { Wording } from '../web/format';
import { MOST_COUNTED, type Check, type ChecklistItem, type Missing, type Overview } from './model';
import type { deskToday } from './texts.ko';

type Task = readonly [
  name: keyof (typeof deskToday)['tasks'],
  count: number,
  href: string,
  needs: Permission,
  detail?: string,
];

/** Something is broken, not only waiting. */
const WRONG: ReadonlySet<Task[0]> = new Set(['alarms', 'protection', 'flagged', 'mails', 'certificate']);

interface Known {
  readonly overview: Overview;
  readonly certificate: CertificateStatus | null;
  readonly alarms: readonly StandingAlarm[];
  /** It has an account and would take transfers, were there a protection service. */
  readonly lacksProtection: boolean;
}

export function presentTasks(
  { overview, certificate, alarms, lacksProtection }: Known,
  text: DeskText,
  may: (permission: Permission) => boolean,
) {
  // What has lasted is among the alarms, in plain words.
  const problems = alarms.some(({ kind }) => kind === 'certificate') ? [] : (certificate?.problems ?? []);
  const heldIn = text('deskToday:heldIn', { count: capped(overview.ordersToConfirm) });
  const troubles = alarms.map((alarm) => nameOf(alarm, text)).join(' · ');
  const tasks: readonly Task[] = [
    ['alarms', alarms.length, '/admin/operations#alarms', 'operations.read', troubles],
    ['protection', Number(lacksProtection), '/admin/settings#bank', 'settings.read', text('deskToday:transfersOff')],
    ['flagged', overview.ordersToLookAt, '/admin/orders?tab=look', 'orders.read'],
    ['questions', overview.questions, '/admin/orders/questions', 'orders.read'],
    ['ship', overview.ordersToShip, '/admin/orders?tab=ship', 'orders.read'],
    ['confirm', overview.ordersToConfirm, '/admin/orders?tab=confirm', 'orders.read'],
    ['deposits', overview.depositsOpen, '/admin/orders/deposits', 'orders.money'],
    ['held', overview.bottlesHeld, '/admin/orders?tab=confirm', 'orders.read', heldIn],
    ['runningOut', overview.variantsRunningOut, '/admin/stock', 'stock.read'],
    ['imports', overview.importsWaiting, '/admin/files', 'files.import'],
    ['mails', overview.mailsFailed, '/admin/operations#mails', 'operations.read'],
    ['certificate', problems.length, '/admin/operations#certificate', 'operations.read', problems.join(' ')],
  ];
  return tasks
    .filter(([, count, , needs]) => count > 0 && may(needs))
    .map(([name, count, href, , detail = '']) => ({
      label: text(`deskToday:tasks.${name}`),
      detail,
      count: capped(count),
      href,
      wrong: WRONG.has(name),
    }))
    .toSorted((a, b) => Number(b.wrong) - Number(a.wrong));
}

/** What came in today, for whoever may see figures; a shop without goods has none to show. */
export function presentSales({ hasPerfumes, ordersPaid, received }: Overview, { text, format }: Wording) {
  if (!hasPerfumes) return null;
  return [
    { label: text('deskToday:sales.orders'), value: format.count(ordersPaid) },
    { label: text('deskToday:sales.received'), value: formatWon(received) },
  ];
}

const capped = (count: number): string => (count > MOST_COUNTED ? `${MOST_COUNTED}+` : String(count));

const WHERE: Readonly<Record<Check, string>> = {
  seller: '/admin/settings#seller',
  bank: '/admin/settings#bank',
  delivery: '/admin/settings/delivery',
  mail: '/admin/settings#mail',
  payments: '/admin/settings#payments',
  product: '/admin/products',
};

export function presentChecklist(items: readonly ChecklistItem[], text: DeskText) {
  if (items.every(({ done }) => done)) return null;
  return {
    done: items.filter(({ done }) => done).length,
    total: items.length,
    items: items.map(({ check, done, needed, missing }) => ({
      title: text(`deskToday:checks.${check}`),
      done,
      needed,
      href: WHERE[check],
      missing: missing.map((one) => missingText(one, text)).join(missing.every((one) => 'field' in one) ? ', ' : ' '),
    })),
  };
}

function missingText(missing: Missing, text: DeskText): string {
  if ('field' in missing) return text(`deskSettings:fields.${missing.field}`);
  const [code, values] = missing.said;
  return text(`deskToday:missing.${code}`, given(values));
}
