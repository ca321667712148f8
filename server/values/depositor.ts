/** 입금자명: the name that the bank prints beside the money of a transfer. */
import { LONGEST } from './limits';
import { plainLine } from './links';
import { asCode } from './text';

export const depositor = plainLine(LONGEST.depositor, { required: true });

/** What two ways of writing one name have in common: `(주)한 서진`, `㈜한서진` and `주식회사 한서진` are one. */
export const depositorKey = (name: string): string =>
  asCode(name)
    .toLowerCase()
    .replaceAll(/주식회사|\(주\)/g, '')
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
