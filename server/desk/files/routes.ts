import type { Response } from 'express';
import { AppError } from '../../process/errors';
import type { DeskServices } from '../services';
import type { DeskRoutes } from '../web/routes';
import type { Visit } from '../web/visit';
import { EXPORTS, FORMATS, OF_PEOPLE, type ExportName, type Format } from './exports/model';
import { createExports } from './exports/service';
import { readExport } from './forms';
import { addImportRoutes } from './imports/routes';
import { createImports } from './imports/service';
import { presentImport } from './presenter';

declare module '../../web/page' {
  interface Views {
    'desk/files/index': {
      readonly exports: readonly { readonly action: string; readonly title: string; readonly holds: string }[];
      readonly formats: readonly { readonly value: Format; readonly label: string }[];
      readonly imports: readonly ReturnType<typeof presentImport>[];
      readonly problem: string | null;
    };
  }
}

const PEOPLES_FILES = { needs: 'files.export', act: 'export', back: () => '/admin/files', again: true } as const;

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
        formats: FORMATS.map((value) => ({ value, label: visit.text(`deskFiles:exports.formats.${value}`) })),
        imports: latest.map((one) => presentImport(one, visit)),
        problem: problem && visit.text('deskFiles:noFile'),
      },
      status,
    );
  }

  routes.get('/admin/files', 'files.export', (visit) => show(visit, null, 200));

  async function exportFile(visit: Visit, name: ExportName): Promise<void> {
    const options = readExport(name, visit.form, visit.now);
    const { response, locale, actor, now } = visit;
    // A file may be read for minutes: who is signed out or shut out meanwhile gets no more of it.
    const part = async (bytes: Buffer): Promise<void> => {
      if (!(await visit.mayGoOn())) throw new AppError('forbidden');
      await send(response, bytes);
    };
    try {
      await exports.write({ name, ...options, locale, actor, now }, beginFile(response, options.format), part);
      response.end();
    } catch (error) {
      // Half a file must not look like a whole one.
      if (!response.headersSent) throw error;
      context.logger.warn({ err: error, id: response.locals.requestId }, 'an export was cut off');
      response.destroy();
    }
  }

  for (const name of EXPORTS) {
    const asked = OF_PEOPLE.includes(name) ? PEOPLES_FILES : 'files.export';
    routes.download(`/admin/files/export/${name}`, asked, (visit) => exportFile(visit, name));
  }

  addImportRoutes(routes, imports, (visit) => show(visit, 'noFile', 422));
}

const TYPES: Readonly<Record<Format, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

const beginFile =
  (response: Response, format: Format) =>
  (fileName: string): void =>
    void response
      .status(200)
      .set('Content-Type', TYPES[format])
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
