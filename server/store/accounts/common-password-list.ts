/** The passwords that are tried first. Lower case; many are shorter than what may be chosen here. */
import { dictionary } from '@zxcvbn-ts/language-common';

/** What the list lacks, a line a kind: the shop, Korean typed on an English keyboard, the country, accounts, forms. */
const OUR_ADDITIONS = `
  essenceaura essence-aura essenceaura1 perfume1 perfume123
  tkfkdgo dkssud dkssudgktpdy tkfkdgkqslek ghkdlxld rkskekfk gksrnr tpqkftkfkd qlalfqjsgh wkddmswjd eoqkrskwk
  daehanminguk korea seoul
  admin root guest user1234 aaaa1234 qwer123456 01012345678
  p@ssword p@ssw0rd qwe123!@# 1q2w3e4r5t
`;

export const COMMON_PASSWORDS: ReadonlySet<string> = new Set([
  ...dictionary['passwords-common'],
  ...OUR_ADDITIONS.trim().split(/\s+/),
]);
