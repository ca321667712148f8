import { create as createQrCode } from 'qrcode';
import type { Locale } from '../../i18n/locale';
import { hasWord, worded } from '../../i18n/translate';
import { DESK_PASSWORD_MIN } from '../../store/accounts';
import { STORE_TEXTS } from '../../store/texts';
import { createFormPage } from '../../web/form-page';
import { DESK_TEXTS, translateTo } from '../texts';
import type { deskAccess } from './texts.ko';

/** The white around the modules that readers need, in modules. */
const QUIET = 4;

export interface SecretToShow {
  /** For a telephone on which the page itself is open. */
  readonly uri: string;
  readonly typed: string;
  /** The side of the picture, in modules. */
  readonly size: number;
  readonly path: string;
}

export function secretToShow(secret: string, uri: string): SecretToShow {
  const { size, data } = createQrCode(uri, { errorCorrectionLevel: 'M' }).modules;
  let path = '';
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const from = column;
      while (column < size && data[row * size + column]) column++;
      if (column > from) path += `M${from + QUIET} ${row + QUIET}h${column - from}v1h-${column - from}z`;
    }
  }
  return { uri, typed: secret.replace(/.{4}(?=.)/g, '$& '), size: size + 2 * QUIET, path };
}

const { accountWords } = STORE_TEXTS.ko;
export type AccessFault = keyof typeof accountWords.errors | keyof (typeof deskAccess)['errors'];

/** Where a field isn't called as in its texts. */
const CALLED: Readonly<Record<string, string>> = {
  current: 'currentPassword',
  recent_code: 'code',
  recent_recovery: 'recovery',
};

export const showForm = createFormPage((locale: Locale) => {
  const text = translateTo(locale);
  return {
    say: (code: AccessFault) =>
      hasWord(accountWords.errors, code)
        ? text(`accountWords:errors.${code}`, { least: DESK_PASSWORD_MIN })
        : text(`deskAccess:errors.${code}`),
    labelOf(name, view) {
      const called = view === 'desk/account/password' && name === 'password' ? 'newPassword' : (CALLED[name] ?? name);
      return text(`deskAccess:fields.${worded(DESK_TEXTS.ko.deskAccess.fields, called)}`);
    },
  };
});
