/** From counts to a list of what to do, the most urgent first. Pure. */
import { nameOf } from '../../alarms';
import type { StandingAlarm } from '../../alarms/model';
import type { CertificateStatus } from '../../certificates/status';
import { given } from '../../i18n/translate';
import type { Permission } from '../permissions';
import type { DeskText } from '../texts';
import { MOST_COUNTED, type Check, type ChecklistItem, type Missing, type Overview } from './model';
import type { deskToday } from './texts.ko';

interface Task {
  readonly name: keyof (typeof deskToday)['tasks'];
  readonly count: number;
  readonly href: string;
  readonly needs: Permission;
  /** Something is broken, not only waiting. */
  readonly wrong?: boolean;
  readonly detail?: string;
}

interface Known {
  readonly overview: Overview;
  readonly certificate: CertificateStatus | null;
  readonly alarms: readonly StandingAlarm[];
}

export function presentTasks(
  { overview, certificate, alarms }: Known,
  text: DeskText,
  may: (permission: Permission) => boolean,
) {
  // What has lasted is among the alarms, in plain words.
  const problems = alarms.some(({ kind }) => kind === 'certificate') ? [] : (certificate?.problems ?? []);
  const tasks: readonly Task[] = [
    {
      name: 'alarms',
      count: alarms.length,
      href: '/admin/operations#alarms',
      needs: 'operations.read',
      wrong: true,
      detail: alarms.map((alarm) => nameOf(alarm, text)).join(' · '),
    },
    {
      name: 'flagged',
      count: overview.ordersToLookAt,
      href: '/admin/orders?tab=look',
      needs: 'orders.read',
      wrong: true,
    },
    { name: 'ship', count: overview.ordersToShip, href: '/admin/orders?tab=ship', needs: 'orders.read' },
    { name: 'confirm', count: overview.ordersToConfirm, href: '/admin/orders?tab=confirm', needs: 'orders.read' },
    {
      name: 'held',
      count: overview.bottlesHeld,
      href: '/admin/orders?tab=confirm',
      needs: 'orders.read',
      detail: text('deskToday:heldIn', { count: capped(overview.ordersToConfirm) }),
    },
    { name: 'runningOut', count: overview.variantsRunningOut, href: '/admin/stock', needs: 'stock.read' },
    { name: 'imports', count: overview.importsWaiting, href: '/admin/files', needs: 'files.import' },
    {
      name: 'mails',
      count: overview.mailsFailed,
      href: '/admin/operations#mails',
      needs: 'operations.read',
      wrong: true,
    },
    {
      name: 'certificate',
      count: problems.length,
      href: '/admin/operations#certificate',
      needs: 'operations.read',
      wrong: true,
      detail: problems.join(' '),
    },
  ];
  return tasks
    .filter(({ count, needs }) => count > 0 && may(needs))
    .toSorted((a, b) => Number(b.wrong ?? false) - Number(a.wrong ?? false))
    .map(({ name, count, href, wrong, detail }) => ({
      label: text(`deskToday:tasks.${name}`),
      detail: detail ?? '',
      count: capped(count),
      href,
      wrong: wrong ?? false,
    }));
}

const capped = (count: number): string => (count > MOST_COUNTED ? `${MOST_COUNTED}+` : String(count));

const WHERE: Readonly<Record<Check, string>> = {
  seller: '/admin/settings#seller',
  bank: '/admin/settings#bank',
  delivery: '/admin/settings#delivery',
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

/** A blank setting is called as its field is. */
function missingText(missing: Missing, text: DeskText): string {
  if ('field' in missing) return text(`deskSettings:fields.${missing.field}`);
  const [code, values] = missing.said;
  return text(`deskToday:missing.${code}`, given(values));
}
