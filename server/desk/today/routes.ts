import { standingAlarms } from '../../alarms/service';
import { certificatePaths } from '../../certificates/paths';
import { readStatus } from '../../certificates/status';
import { fieldView } from '../search';
import type { DeskServices } from '../services';
import type { DeskRoutes } from '../web/routes';
import { checklistOf, isOpen, lacksProtection } from './checklist';
import { presentChecklist, presentSales, presentTasks } from './presenter';
import { selectOverview } from './queries';

declare module '../../web/page' {
  interface Views {
    'desk/today/show': {
      readonly search: ReturnType<typeof fieldView>;
      readonly preview: boolean;
      readonly sales: ReturnType<typeof presentSales>;
      readonly tasks: ReturnType<typeof presentTasks>;
      readonly checklist: ReturnType<typeof presentChecklist>;
    };
  }
}

export function addTodayRoutes(routes: DeskRoutes, { context, settings, mailServers }: DeskServices): void {
  const statusFile = certificatePaths(context.dataDir).status;
  const { payments, ownerEmail, mode } = context.config;

  routes.get('/admin', 'desk.open', async (visit) => {
    const [overview, certificate, current, alarms] = await Promise.all([
      selectOverview(context.pool, visit.now),
      readStatus(statusFile),
      settings.current(),
      standingAlarms(context.pool),
    ]);
    const mailPlace = mailServers.placeOf(overview.mailServer);
    const facts = { settings: current, payments, overview, mailPlace, ownerEmail };
    const checklist = visit.can('settings.read') ? presentChecklist(checklistOf(facts), visit.text) : null;
    await visit.render('desk/today/show', {
      search: fieldView('', visit.can('customers.read'), visit),
      sales: visit.can('figures.read') ? presentSales(overview, visit) : null,
      tasks: presentTasks(
        { overview, certificate, alarms, lacksProtection: lacksProtection(facts) },
        visit.text,
        (permission) => visit.can(permission),
      ),
      checklist,
      preview: mode === 'production' && !isOpen(facts),
    });
  });
}
