import { foundOrThrow } from '../../../process/errors';
import { pageOf, type Pager } from '../../web/list-address';
import type { DeskRoutes } from '../../web/routes';
import type { Visit } from '../../web/visit';
import { fileNameOf, MOST_BYTES, readPart, readUpload } from '../forms';
import { presentFinding, presentImport, usualPart } from '../presenter';
import { type FindingKind, type Import } from './model';
import type { Imports } from './service';

declare module '../../../web/page' {
  interface Views {
    'desk/files/import': {
      readonly file: ReturnType<typeof presentImport>;
      readonly kind: FindingKind;
      readonly findings: readonly ReturnType<typeof presentFinding>[];
      readonly pager: Pager;
    };
  }
}

const FINDINGS_A_PAGE = 100;
const REFRESH_SECONDS = 2;

export function addImportRoutes(routes: DeskRoutes, imports: Imports, refuse: (visit: Visit) => Promise<void>): void {
  routes.upload('/admin/files/import', 'files.import', MOST_BYTES, async (visit) => {
    const { keepsStock } = readUpload(visit.form);
    const { file } = visit.request;
    if (!file) return refuse(visit);
    const fileName = fileNameOf(file.originalname);
    const id = await imports.takeIn({ fileName, content: file.buffer, keepsStock }, visit);
    visit.redirect(`/admin/files/imports/${id}`);
  });

  const found = async (visit: Visit): Promise<Import> => foundOrThrow(await imports.find(visit.uuid('id')));

  routes.get('/admin/files/imports/:id', 'files.import', async (visit) => {
    const one = await found(visit);
    const { kind, after } = readPart(visit.request.query, usualPart(one));
    const findings = await imports.findings(one.id, { kind, after, limit: FINDINGS_A_PAGE + 1 });
    const saying = await imports.saying(visit.locale);
    const presented = presentImport(one, visit);
    const part = `${presented.href}?show=${kind}`;
    const { shown, last } = pageOf(findings, FINDINGS_A_PAGE);
    if (presented.isBusy) visit.response.set('Refresh', String(REFRESH_SECONDS));
    await visit.render('desk/files/import', {
      file: presented,
      kind,
      findings: shown.map((finding) => presentFinding(finding, visit, saying)),
      pager: { first: after > 0 ? part : null, next: last ? `${part}&after=${last.position}` : null },
    });
  });

  for (const [step, act] of [
    ['confirm', imports.confirm],
    ['again', imports.checkAgain],
    ['drop', imports.drop],
  ] as const) {
    routes.press(`/admin/files/imports/:id/${step}`, 'files.import', async (visit) => {
      const { id } = await found(visit);
      const isDone = await act(id, visit);
      visit.redirect(`/admin/files/imports/${id}`, isDone ? undefined : { key: 'deskFiles:notice.moved', wrong: true });
    });
  }
}
