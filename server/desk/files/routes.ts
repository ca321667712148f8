/** Files that leave the desk, and files with perfumes that come in. */
import type { Response } from 'express';
import { AppError } from '../../process/errors';
import { readNothing } from '../../web/forms';
import type { DeskServices } from '../services';
import { formatterOf } from '../web/format';
import type { Pager } from '../web/list-address';
import type { DeskRoutes } from '../web/routes';
import type { Visit } from '../web/visit';
import { EXPORTS, OF_PEOPLE, type ExportName } from './exports/model';
import { createExports } from './exports/service';
import { fileNameOf, MOST_BYTES, readExport, readId, readPart, readUpload } from './forms';
import { type Import, type FindingKind } from './imports/model';
import { createImports } from './imports/service';
import { presentFinding, presentImport, usualPart } from './presenter';

declare module '../../web/page' {
  interface Views {
    'desk/files/index': {
      readonly exports: readonly { readonly action: string; readonly title: string; readonly holds: string }[];
      readonly imports: readonly ReturnType<typeof presentImport>[];
      readonly problem: string | null;
    };
    'desk/files/import': {
      readonly file: ReturnType<typeof presentImport>;
      readonly kind: FindingKind;
      readonly findings: readonly ReturnType<typeof presentFinding>[];
      readonly pager: Pager;
    };
  }
}

const FINDINGS_A_PAGE = 100;
/** How often a page of something that is being worked on asks again. */
const REFRESH_SECONDS = 2;

const EXPORT_CODE = { act: 'export', back: () => '/admin/files', again: true } as const;

export function addFileRoutes(routes: DeskRoutes, services: DeskServices): void {
  const { context } = services;
  const exports = createExports(services);
  const imports = createImports(context);

  async function show(visit: Visit, problem: 'noFile' | null, status: number): Promise<void> {
    const latest = visit.can('files.import') ? await imports.latest() : [];
    await visit.render(
      'desk/files/index',
      {
        exports: EXPORTS.map((name) => ({
          action: `/admin/files/export/${name}`,
          title: visit.text(`deskFiles:exports.${name}.title`),
          holds: visit.text(`deskFiles:exports.${name}.text`),
        })),
        imports: latest.map((one) => presentImport(one, wordingOf(visit))),
        problem: problem && visit.text('deskFiles:noFile'),
      },
      status,
    );
  }

  routes.get('/admin/files', 'files.export', (visit) => show(visit, null, 200));

  async function exportFile(visit: Visit, name: ExportName): Promise<void> {
    const range = readExport(name, visit.form, visit.now);
    const { response, locale, actor, now } = visit;
    // A file may be read for minutes: who is signed out or shut out meanwhile gets no more of it.
    const part = async (bytes: Buffer): Promise<void> => {
      if (!(await visit.mayGoOn())) throw new AppError('forbidden');
      await send(response, bytes);
    };
    try {
      await exports.write({ name, range, locale, actor, now }, beginFile(response), part);
      response.end();
    } catch (error) {
      // Half a file must not look like a whole one.
      if (!response.headersSent) throw error;
      context.logger.warn({ err: error, id: response.locals.requestId }, 'an export was cut off');
      response.destroy();
    }
  }

  for (const name of EXPORTS) {
    const code = OF_PEOPLE.includes(name) ? EXPORT_CODE : undefined;
    routes.post(`/admin/files/export/${name}`, 'files.export', (visit) => exportFile(visit, name), code);
  }

  routes.upload('/admin/files/import', 'files.import', MOST_BYTES, async (visit) => {
    const { keepsStock } = readUpload(visit.form);
    const { file } = visit.request;
    if (!file) return show(visit, 'noFile', 422);
    const fileName = fileNameOf(file.originalname);
    const id = await imports.takeIn({ fileName, content: file.buffer, keepsStock }, visit);
    visit.redirect(`/admin/files/imports/${id}`);
  });

  async function found(visit: Visit): Promise<Import> {
    const one = await imports.find(readId(visit.param('id')));
    if (!one) throw new AppError('not-found');
    return one;
  }

  routes.get('/admin/files/imports/:id', 'files.import', async (visit) => {
    const one = await found(visit);
    const { kind, after } = readPart(visit.request.query, usualPart(one));
    const findings = await imports.findings(one.id, kind, after, FINDINGS_A_PAGE + 1);
    const wording = wordingOf(visit);
    const presented = presentImport(one, wording);
    const part = `${presented.href}?show=${kind}`;
    const last = findings.length > FINDINGS_A_PAGE ? findings[FINDINGS_A_PAGE - 1] : undefined;
    if (presented.isBusy) visit.response.set('Refresh', String(REFRESH_SECONDS));
    await visit.render('desk/files/import', {
      file: presented,
      kind,
      findings: findings.slice(0, FINDINGS_A_PAGE).map((finding) => presentFinding(finding, wording)),
      pager: { first: after > 0 ? part : null, next: last ? `${part}&after=${last.position}` : null },
    });
  });

  for (const [step, act] of [
    ['confirm', (id: string, by: Visit) => imports.confirm(id, by)],
    ['again', (id: string, by: Visit) => imports.checkAgain(id, by)],
    ['drop', (id: string, by: Visit) => imports.drop(id, by)],
  ] as const) {
    routes.post(`/admin/files/imports/:id/${step}`, 'files.import', async (visit) => {
      readNothing(visit.form);
      const { id } = await found(visit);
      const isDone = await act(id, visit);
      visit.redirect(`/admin/files/imports/${id}`, isDone ? undefined : { key: 'deskFiles:notice.moved', wrong: true });
    });
  }
}

const wordingOf = ({ text, locale }: Visit) => ({ text, locale, format: formatterOf(locale) });

const beginFile =
  (response: Response) =>
  (fileName: string): void =>
    void response
      .status(200)
      .set('Content-Type', 'text/csv; charset=utf-8')
      .set('Content-Disposition', `attachment; filename="${fileName}"`)
      .set('X-Content-Type-Options', 'nosniff');

/** Waits until it has left: its bytes are nobody's then. @throws when the reader is gone */
async function send(response: Response, bytes: Buffer): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const leave = (): void => reject(new Error('the reader is gone'));
    if (response.destroyed) return leave();
    response.once('close', leave);
    response.write(bytes, (error) => {
      response.off('close', leave);
      if (error) reject(error);
      else resolve();
    });
  });
}
