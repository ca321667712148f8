import { foundOrThrow } from '../../process/errors';
import { toldOf } from '../../store/settings/model';
import type { DeskServices } from '../services';
import { pageOf, type Pager } from '../web/list-address';
import type { DeskRoutes } from '../web/routes';
import type { Visit } from '../web/visit';
import { presentAlarm, presentLook } from './alarms/presenter';
import { presentDiagnosis } from './diagnosis/presenter';
import { readMailId, readPart } from './forms';
import type { Mail, MailPart } from './model';
import { presentCertificate, presentJobs, presentMail, presentStorage, presentVersions } from './presenter';
import { createOperations } from './service';

declare module '../../web/page' {
  interface Views {
    'desk/operations/show': {
      readonly alarms: readonly ReturnType<typeof presentAlarm>[];
      readonly look: ReturnType<typeof presentLook>;
      readonly diagnosis: ReturnType<typeof presentDiagnosis>;
      readonly versions: ReturnType<typeof presentVersions>;
      readonly certificate: ReturnType<typeof presentCertificate>;
      readonly storage: ReturnType<typeof presentStorage>;
      readonly jobs: ReturnType<typeof presentJobs>;
      readonly mails: readonly ReturnType<typeof presentMail>[];
      readonly part: MailPart;
      readonly tabs: readonly { readonly part: MailPart; readonly count: string }[];
      readonly canRetryAll: boolean;
      readonly pager: Pager;
    };
    'desk/operations/mail': { readonly mail: ReturnType<typeof presentMail>; readonly body: string | null };
  }
}

const MAILS_A_PAGE = 20;
const MAILS_ANCHOR = '/admin/operations#mails';

export function addOperationsRoutes(routes: DeskRoutes, { context, mailServers, settings }: DeskServices): void {
  const operations = createOperations(context);
  const versions = { release: context.config.release, node: process.version.slice(1) };

  routes.get('/admin/operations', 'operations.read', async (visit) => {
    const { mails: part, before } = readPart(visit.request.query);
    const asked = { part, before, limit: MAILS_A_PAGE + 1 };
    const { facts, mails, certificate, backup, disk } = await operations.overview(asked);
    const href = `/admin/operations?mails=${part}`;
    const { shown, last } = pageOf(mails, MAILS_A_PAGE);
    const to = toldOf('alarms', await settings.current(), context.config.ownerEmail);
    const told = { to, mailPlace: mailServers.placeOf(facts.mailServer) };
    await visit.render('desk/operations/show', {
      alarms: facts.alarms.map((alarm) => presentAlarm(alarm, told, visit)),
      look: presentLook(facts, visit),
      diagnosis: presentDiagnosis(facts.diagnosis, visit),
      versions: presentVersions(facts, versions, visit),
      certificate: presentCertificate(certificate, visit),
      storage: presentStorage(facts, disk, backup, visit),
      jobs: presentJobs(facts, visit),
      mails: shown.map((mail) => presentMail(mail, visit)),
      part,
      tabs: [
        { part: 'failed', count: visit.format.count(facts.mailsFailed) },
        { part: 'queued', count: visit.format.count(facts.mailsQueued) },
      ],
      canRetryAll: facts.mailsFailed > 0 && visit.can('operations.write'),
      pager: {
        first: before === null ? null : `${href}#mails`,
        next: last ? `${href}&before=${last.id}#mails` : null,
      },
    });
  });

  routes.press('/admin/operations/doctor', 'operations.write', async (visit) => {
    const key = (await operations.lookAgain()) ? 'deskOperations:notice.asked' : 'deskOperations:notice.askedAlready';
    visit.redirect('/admin/operations#doctor', { key });
  });

  const found = async (visit: Visit): Promise<Mail> =>
    foundOrThrow(await operations.mail(readMailId(visit.param('id'))));

  routes.get('/admin/operations/mails/:id', 'operations.read', async (visit) => {
    const mail = await found(visit);
    await visit.render('desk/operations/mail', { mail: presentMail(mail, visit), body: mail.body });
  });

  routes.press('/admin/operations/mails/:id/retry', 'operations.write', async (visit) => {
    const { id } = await found(visit);
    const isQueued = await operations.retry(id, visit);
    visit.redirect(
      MAILS_ANCHOR,
      isQueued ? { key: 'deskOperations:notice.retried' } : { key: 'deskOperations:notice.notFailed', wrong: true },
    );
  });

  routes.press('/admin/operations/mails/retry', 'operations.write', async (visit) => {
    const count = await operations.retryAll(visit);
    visit.redirect(MAILS_ANCHOR, { key: 'deskOperations:notice.retriedAll', values: { count } });
  });
}
