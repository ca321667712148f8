import { hasWord } from '../../i18n/translate';
import { ACCORD_SLUGS } from '../../scent/accords';
import { accordName } from '../../store/catalogue';
import { DESK_TEXTS } from '../texts';
import type { Visit } from '../web/visit';

const { deskAudit, deskProducts, deskSettings } = DESK_TEXTS.ko;

type Words = Pick<Visit, 'text' | 'locale'>;

/** `TST-AFTER-RAIN-050.price`, `accord_mossy`, `name_ko`. A name without words is said as it was written. */
export function fieldInWords(words: Words, name: string): string {
  const accord = ACCORD_SLUGS.find((slug) => name === `accord_${slug}`);
  if (accord) return accordName(accord, words.locale);
  const dot = name.lastIndexOf('.');
  if (dot > 0) return `${name.slice(0, dot)} ${single(words, name.slice(dot + 1))}`;
  return single(words, name);
}

function single({ text }: Words, name: string): string {
  if (hasWord(deskAudit.fields, name)) return text(`deskAudit:fields.${name}`);
  if (hasWord(deskProducts.fields, name)) return text(`deskProducts:fields.${name}`);
  return hasWord(deskSettings.fields, name) ? text(`deskSettings:fields.${name}`) : name;
}
