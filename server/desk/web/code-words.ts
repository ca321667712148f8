/** Codes as they stand in records, such as the change log and the history of an order, in words. */
import { hasWord } from '../../i18n/translate';
import { STORE_TEXTS } from '../../store/texts';
import { DESK_TEXTS, type DeskText } from '../texts';

const { deskAccess, deskOperations, deskOrders, deskProducts, deskSettings, deskStock } = DESK_TEXTS.ko;
const { orderWords } = STORE_TEXTS.ko;

/** @param name of the field that it stands in @returns null for what is no code, or another release's */
export function codeInWords(text: DeskText, name: string, code: string): string | null {
  switch (name) {
    case 'role':
      return hasWord(deskAccess.roles, code) ? text(`deskAccess:roles.${code}.name`) : null;
    case 'locale':
      return hasWord(deskOrders.page.locales, code) ? text(`deskOrders:page.locales.${code}`) : null;
    case 'status':
      return hasWord(deskOrders.states, code) ? text(`deskOrders:states.${code}`) : null;
    case 'flag':
      return hasWord(deskOrders.flags, code) ? text(`deskOrders:flags.${code}`) : null;
    case 'method':
      return hasWord(deskOrders.methods, code) ? text(`deskOrders:methods.${code}`) : null;
    case 'carrier':
      return hasWord(orderWords.carriers, code) ? text(`orderWords:carriers.${code}`) : null;
    case 'areasWhenFree':
      return hasWord(deskSettings.areasWhenFree, code) ? text(`deskSettings:areasWhenFree.${code}`) : null;
    case 'security':
      return hasWord(deskSettings.mailServer.securities, code)
        ? text(`deskSettings:mailServer.securities.${code}`)
        : null;
    case 'mail':
      return mailInWords(text, code);
    case 'reason':
      if (hasWord(deskStock.reasons, code)) return text(`deskStock:reasons.${code}`);
      return hasWord(deskOrders.manualOrder.reasons, code) ? text(`deskOrders:manualOrder.reasons.${code}`) : null;
    case 'state':
      return hasWord(deskProducts.states, code) ? text(`deskProducts:states.${code}`) : null;
    case 'bottle':
      return hasWord(deskProducts.house.bottles, code) ? text(`deskProducts:house.bottles.${code}`) : null;
    case 'cap':
      return hasWord(deskProducts.house.caps, code) ? text(`deskProducts:house.caps.${code}`) : null;
    case 'note_group':
      return hasWord(deskProducts.note.groups, code) ? text(`deskProducts:note.groups.${code}`) : null;
    case 'photo':
    case 'photos':
      return code.split(', ').map(photoMark).join(', ');
    default:
      return null;
  }
}

export const mailInWords = (text: DeskText, kind: string): string | null =>
  hasWord(deskOperations.kinds, kind) ? text(`deskOperations:kinds.${kind}`) : null;

/** A file is called after its perfume and its bytes: a few letters of the latter tell photos of one perfume apart. */
const photoMark = (file: string): string => `#${file.slice(file.lastIndexOf('.') + 1).slice(0, 6)}`;
