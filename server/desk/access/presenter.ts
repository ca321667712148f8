/** What views show of people and of what they come in with. */
import { create as createQrCode } from 'qrcode';
import type { Translate } from '../../i18n/translate';
import type { FormState } from '../../web/form-page';

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
export function formView(text: Translate, { values, errors = {}, problem }: FormState) {
  const wording = (code: string): string => text(`deskAccess:errors.${code}`);
  const worded = Object.fromEntries(Object.entries(errors).map(([name, code]) => [name, wording(code)]));
  const problems = Object.entries(worded).map(([name, sentence]) => ({ name, text: sentence }));
  return { values, errors: worded, problems, problem: problem ? wording(problem) : null };
}
