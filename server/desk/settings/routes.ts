import { hasRightCheckDigit } from '../../store/settings';
import { toldOf } from '../../store/settings/model';
import type { DeskServices } from '../services';
import type { DeskRoutes } from '../web/routes';
import type { Visit } from '../web/visit';
import { addDeliveryRoutes, createDeliveryPage } from './delivery/routes';
import { checkSection, readSection, type Values } from './forms';
import { refusalInWords } from './mail-server/presenter';
import { addMailServerRoutes } from './mail-server/routes';
import { SECTIONS, SENSITIVE, type MailTest, type Section } from './model';
import { presentPayments, presentSections, type Attempt } from './presenter';
import { createDeskSettings } from './service';

declare module '../../web/page' {
  interface Views {
    'desk/settings/show': {
      readonly sections: ReturnType<typeof presentSections>;
      readonly payments: ReturnType<typeof presentPayments>;
      readonly mailPlace: { readonly address: string; readonly isFile: boolean; readonly isOfDesk: boolean };
      readonly told: readonly { readonly what: string; readonly to: string | null }[];
      readonly testTo: string;
      readonly lastTest:
        | (MailTest & {
            readonly elsewhere: boolean;
            readonly isFile: boolean;
            readonly refused: ReturnType<typeof refusalInWords> | null;
          })
        | null;
    };
  }
}

const isFile = (place: string): boolean => place.startsWith('file:');

export function addSettingsRoutes(routes: DeskRoutes, services: DeskServices): void {
  const service = createDeskSettings(services);
  const { config } = services.context;
  const showDelivery = createDeliveryPage(services);

  async function show(visit: Visit, attempt: Attempt | null, status: number): Promise<void> {
    if (attempt?.section === 'delivery') return showDelivery(visit, attempt, status);
    const { text, staff } = visit;
    const current = await service.current();
    const { lastTest, place, isOfDesk } = await service.mailState();
    await visit.render(
      'desk/settings/show',
      {
        sections: presentSections(current, text, attempt),
        payments: presentPayments(config.payments, current, text),
        mailPlace: { address: place, isFile: isFile(place), isOfDesk },
        told: (['newOrders', 'alarms'] as const).map((what) => ({
          what: text(`deskSettings:mail.told.${what}`),
          to: toldOf(what, current, config.ownerEmail),
        })),
        testTo: staff.email,
        lastTest: lastTest && {
          ...lastTest,
          elsewhere: lastTest.place !== place,
          isFile: isFile(lastTest.place),
          refused:
            lastTest.error === null
              ? null
              : refusalInWords(new URL(lastTest.place).hostname, lastTest.error, lastTest.recipient, text),
        },
      },
      status,
    );
  }

  async function save(visit: Visit, section: Section): Promise<void> {
    const { version, typed } = readSection(section, visit.form);
    const checked = checkSection(section, typed);
    if ('errors' in checked) return show(visit, { section, typed, errors: checked.errors }, 422);
    const saved = await service.save(section, checked.values, version, visit);
    if (saved.kind === 'changed') return show(visit, { section, typed, changed: { by: saved.by } }, 409);
    visit.redirect(
      section === 'delivery' ? '/admin/settings/delivery' : `/admin/settings#${section}`,
      noticeOf(section, checked.values),
    );
  }

  routes.get('/admin/settings', 'settings.read', (visit) => show(visit, null, 200));
  for (const section of SECTIONS) {
    const act = SENSITIVE[section];
    const needs = 'settings.write';
    const asked = act ? ({ needs, act, back: () => `/admin/settings#${section}` } as const) : needs;
    routes.form(`/admin/settings/${section}`, asked, {
      act: (visit) => save(visit, section),
      show: (visit) => show(visit, { section, typed: readSection(section, visit.form).typed, errors: {} }, 200),
    });
  }
  addDeliveryRoutes(routes, services, showDelivery);
  addMailServerRoutes(routes, services);
  routes.press('/admin/settings/mail/test', 'settings.write', async (visit) => {
    const { error, recipient, place } = await service.testMail(visit.staff, visit);
    visit.redirect(
      '/admin/settings#mail',
      error === null
        ? {
            key: `deskSettings:notice.${isFile(place) ? 'mailFiled' : 'mailSent'}`,
            values: { to: recipient },
          }
        : { key: 'deskSettings:notice.mailFailed', values: { reason: error }, wrong: true },
    );
  });
}

function noticeOf(section: Section, { businessNumber }: Values) {
  if (
    section === 'seller' &&
    typeof businessNumber === 'string' &&
    businessNumber &&
    !hasRightCheckDigit(businessNumber)
  ) {
    return { key: 'deskSettings:notice.checkDigit', wrong: true } as const;
  }
  return { key: 'deskSettings:notice.saved' } as const;
}
