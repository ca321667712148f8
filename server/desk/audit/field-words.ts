/** What a changed field is called. Features write the names that their forms have, and a few that are made of two. */
import { ACCORD_SLUGS } from '../../scent/accords';
import { accordName } from '../../store/catalogue';
import { DESK_TEXTS } from '../texts';
import type { Visit } from '../web/visit';

const { deskAudit, deskProducts, deskSettings } = DESK_TEXTS.ko;

type Words = Pick<Visit, 'text' | 'locale'>;

/** Where single names have their words, the log's own first. */
const VOCABULARIES: readonly { readonly namespace: string; readonly words: object }[] = [
  { namespace: 'deskAudit', words: deskAudit.fields },
  { namespace: 'deskProducts', words: deskProducts.fields },
  { namespace: 'deskSettings', words: deskSettings.fields },
];

/** `TST-AFTER-RAIN-050.price`, `accord_mossy`, `name_ko`. A name without words is said as it was written. */
export function fieldInWords(words: Words, name: string): string {
  const accord = ACCORD_SLUGS.find((slug) => name === `accord_${slug}`);
  if (accord) return accordName(accord, words.locale);
  const dot = name.lastIndexOf('.');
  if (dot > 0) return `${name.slice(0, dot)} ${single(words, name.slice(dot + 1))}`;
  return single(words, name);
}

function single({ text }: Words, name: string): string {
  const vocabulary = VOCABULARIES.find(({ words }) => Object.hasOwn(words, name));
  return vocabulary ? text(`${vocabulary.namespace}:fields.${name}`) : name;
}
