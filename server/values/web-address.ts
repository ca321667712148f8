import { LONGEST } from './limits';
import { ValueError, type Parser } from './reading';
import { shaped } from './text';

const plain = shaped('webAddress', (typed) => {
  const whole = /^https?:\/\//i.test(typed) ? typed : `https://${typed}`;
  if (!URL.canParse(whole)) return null;
  const { href, hostname, username, password } = new URL(whole);
  return /[^.]\.[^.]/.test(hostname) && username === '' && password === '' ? href : null;
});

/** Of a page that shoppers are sent to; `https://` may be left out. */
export const webAddress: Parser<string> = (typed) => {
  const address = plain(typed);
  if (address.length > LONGEST.setting) throw new ValueError('long', { most: LONGEST.setting });
  return address;
};
