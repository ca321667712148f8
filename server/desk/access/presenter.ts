/** What views show of people and of what they come in with. */
import { create as createQrCode } from 'qrcode';
import type { Locale } from '../../i18n/locale';
import { formView as wordedForm, type FormState } from '../../web/form-page';
import { translateTo, type DeskText } from '../texts';
import type { deskAccess } from './texts.ko';

/** The white around the modules that readers need, in modules. */
const QUIET = 4;

export interface SecretToShow {
  /** For a telephone on which the page itself is open. */
  readonly uri: string;
  /** In groups of four, for typing. */
  readonly typed: string;
  /** The side of the picture, in modules. */
  readonly size: number;
  /** An SVG path of the dark modules. */
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

/** A form as the views of signed-in pages get it: as web/form-page.ts gives it to those before. */
export const formView = (text: DeskText, state: FormState<AccessFault>) =>
  wordedForm(state, (code) => text(`deskAccess:errors.${code}`));

export type AccessFault = keyof (typeof deskAccess)['errors'];

/** The same for pages before them. */
export const formWords = (locale: Locale) => {
  const text = translateTo(locale);
  return {
    error: (code: AccessFault) => text(`deskAccess:errors.${code}`),
    wait: (code: 'wait' | 'waitHours' | 'guessed', times: { readonly minutes: number; readonly hours: number }) => {
      if (code === 'guessed') return text('deskAccess:guessed', times);
      return code === 'wait' ? text('deskAccess:wait', times) : text('deskAccess:waitHours', times);
    },
  };
};
