import type { Locale } from '../../../i18n/locale';
import type { SignIn } from '../../../store/sign-ins/model';
import type { DeskText } from '../../texts';
import { formatterOf } from '../../web/format';

const WRONG: ReadonlySet<string> = new Set(['wrong-password', 'wrong-code', 'password', 'blocked']);

export function signInRow(signIn: SignIn, { text, locale }: { readonly text: DeskText; readonly locale: Locale }) {
  const format = formatterOf(locale);
  return {
    at: format.time(signIn.at),
    moment: signIn.at.toISOString(),
    outcome: text(`deskAccess:signIns.outcomes.${signIn.outcome}`),
    wrong: WRONG.has(signIn.outcome),
    times:
      signIn.times > 1
        ? text('deskAccess:signIns.times', { count: format.count(signIn.times), since: format.time(signIn.since) })
        : null,
    browser: signIn.browser || text('sessions:unknownBrowser'),
    address: signIn.address,
    who: signIn.name ?? text('deskAccess:signIns.nobody'),
    href: signIn.person === null ? null : `/admin/people/${signIn.person}`,
  };
}
