import type { DeskServices } from '../services';
import type { DeskRoutes } from '../web/routes';
import { readAsked } from './forms';
import { presentChoices, presentReport } from './presenter';
import { createFigures } from './service';

declare module '../../web/page' {
  interface Views {
    'desk/figures/show': {
      readonly report: ReturnType<typeof presentReport>;
      readonly choices: ReturnType<typeof presentChoices>;
    };
  }
}

export function addFiguresRoutes(routes: DeskRoutes, { context }: DeskServices): void {
  const figures = createFigures(context);

  routes.get('/admin/figures', 'figures.read', async (visit) => {
    const asked = readAsked(visit.request.query, visit.now);
    const report = await figures.report(asked.range);
    await visit.render('desk/figures/show', {
      report: presentReport(report, asked, visit),
      choices: presentChoices(asked, visit),
    });
  });
}
