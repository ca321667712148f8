/** The passwords that are tried first. Lower case; many are shorter than what may be chosen here. */
import { dictionary } from '@zxcvbn-ts/language-common';

/**
 * What the package's list of leaked passwords lacks, a line a kind: the shop, Korean words typed on an English keyboard,
 * the country, accounts and keyboards, and what people add for forms that demand a sign.
 */
const OUR_ADDITIONS = `
  essenceaura essence-aura essenceaura1 perfume1 perfume123
  tkfkdgo1 tkfkdgo12 tkfkdgo123 tkfkdgo1234 dkssudgktpdy ghkdlxld rkskekfk qlalfqjsgh
  daehanminguk korea123 korea1234 seoul123
  admin1234 root1234 guest1234 user1234 aaaa1234 qwer123456
  password1! p@ssword1 abcd1234! qwer1234! asdf1234! 1q2w3e4r!
`;

export const COMMON_PASSWORDS: ReadonlySet<string> = new Set([
  ...dictionary['passwords-common'],
  ...OUR_ADDITIONS.trim().split(/\s+/),
]);
