/** What Toss' error codes mean to the shop: https://docs.tosspayments.com/reference/error-codes. */
import type { Mender, Outcome } from '../provider';

/**
 * Each is certain: nothing was done. Whatever isn't listed is unknown, because codes are added without notice, and some
 * that sound like a refusal (`PROVIDER_ERROR`, `CARD_PROCESSING_ERROR`) come although it was done.
 */
const CERTAIN: Readonly<Record<Mender, readonly string[]>> = {
  /** Another card, another means, another account, or later. */
  buyer: [
    ...['REJECT_CARD_PAYMENT', 'REJECT_CARD_COMPANY', 'REJECT_ACCOUNT_PAYMENT', 'REJECT_TOSSPAY_INVALID_ACCOUNT'],
    ...['INVALID_REJECT_CARD', 'INVALID_STOPPED_CARD', 'INVALID_CARD', 'INVALID_CARD_NUMBER', 'INVALID_CARD_COMPANY'],
    ...['INVALID_CARD_EXPIRATION', 'INVALID_CARD_PASSWORD', 'INVALID_CARD_IDENTITY', 'INVALID_CARD_LOST_OR_STOLEN'],
    ...['INVALID_CARD_INSTALLMENT_PLAN', 'INVALID_CARD_INSTALLMENT_AMOUNT', 'INVALID_PASSWORD', 'FDS_ERROR'],
    ...['EXCEED_MAX_CARD_INSTALLMENT_PLAN', 'NOT_SUPPORTED_INSTALLMENT_PLAN_CARD_OR_MERCHANT', 'NOT_ALLOWED_POINT_USE'],
    ...['NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN', 'NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN_BELOW_AMOUNT'],
    ...['NOT_ALLOWED_INSTALLMENT_BELOW_AMOUNT', 'NOT_SUPPORTED_CARD_TYPE', 'RESTRICTED_TRANSFER_ACCOUNT'],
    ...['EXCEED_MAX_AUTH_COUNT', 'EXCEED_MAX_ONE_DAY_AMOUNT', 'EXCEED_MAX_DAILY_PAYMENT_COUNT', 'EXCEED_MAX_AMOUNT'],
    ...['EXCEED_MAX_PAYMENT_AMOUNT', 'EXCEED_MAX_MONTHLY_PAYMENT_AMOUNT', 'EXCEED_MAX_ONE_DAY_WITHDRAW_AMOUNT'],
    ...['EXCEED_MAX_ONE_TIME_WITHDRAW_AMOUNT', 'EXCEEDS_TRANSFER_AMOUNT_MAXIMUM', 'BELOW_MINIMUM_AMOUNT'],
    ...['NOT_AVAILABLE_BANK', 'NOT_AVAILABLE_PAYMENT', 'MAINTAINED_METHOD', 'PAY_PROCESS_CANCELED'],
    ...['NOT_FOUND_PAYMENT_SESSION', 'INVALID_REFUND_ACCOUNT_INFO', 'INVALID_REFUND_ACCOUNT_NUMBER', 'INVALID_BANK'],
    ...['FORBIDDEN_BANK_REFUND_REQUEST', 'NOT_ALLOWED_REFUND_BANK', 'INVALID_CASH_RECEIPT_INFO'],
  ],
  shop: [
    ...[
      'INVALID_API_KEY',
      'UNAUTHORIZED_KEY',
      'INCORRECT_BASIC_AUTH_FORMAT',
      'FORBIDDEN_REQUEST',
      'INVALID_CLIENT_KEY',
    ],
    ...['INVALID_REQUEST', 'INVALID_REQUIRED_PARAM', 'INVALID_IDEMPOTENCY_KEY', 'NOT_FOUND_TERMINAL_ID'],
    ...[
      'NOT_REGISTERED_BUSINESS',
      'NOT_SUPPORTED_METHOD',
      'INVALID_ORDER_ID',
      'INVALID_ORDER_NAME',
      'BELOW_ZERO_AMOUNT',
    ],
    ...[
      'EXCEED_MAX_DUE_DATE',
      'EXCEED_MAX_VALID_HOURS',
      'INVALID_DATE',
      'EXCEED_MAX_QUERY_LIMIT',
      'INVALID_PAGING_KEY',
    ],
    ...['NOT_CANCELABLE_AMOUNT', 'NOT_CANCELABLE_PAYMENT', 'NOT_CANCELABLE_PAYMENT_FOR_DORMANT_USER'],
    ...['EXCEED_MAX_REFUND_DUE', 'EXCEED_MAX_REFUND_AMOUNT', 'EXCEED_CANCEL_LIMIT', 'REFUND_REJECTED'],
    ...['NOT_ALLOWED_PARTIAL_REFUND', 'NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT', 'INVALID_REFUND_AMOUNT'],
    ...['EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT', 'NOT_SUPPORTED_REFUND', 'NOT_MATCHES_REFUNDABLE_AMOUNT'],
    ...['ALREADY_CANCELED_PAYMENT', 'ALREADY_REFUND_PAYMENT', 'DUPLICATED_CASH_RECEIPT'],
  ],
  /** A key that is forged, or another shop's. */
  nobody: ['NOT_FOUND_PAYMENT', 'UNAPPROVED_ORDER_ID'],
};

const MENDERS: ReadonlyMap<string, Mender> = new Map(
  (['buyer', 'shop', 'nobody'] as const).flatMap((mender) => CERTAIN[mender].map((code) => [code, mender] as const)),
);

/** Of these a gateway's word is no certainty, whatever code comes with them. */
const UNCERTAIN_STATUSES: ReadonlySet<number> = new Set([408, 409, 425, 429]);

/** @param code as Toss wrote it; null where it can't be read */
export function judge(status: number, code: string | null): Exclude<Outcome<never>, { kind: 'done' }> {
  if (code === null) return { kind: 'unknown', code: `HTTP_${status}` };
  const mender = MENDERS.get(code);
  if (mender === undefined || status < 400 || status >= 500 || UNCERTAIN_STATUSES.has(status)) {
    return { kind: 'unknown', code };
  }
  return { kind: 'refused', code, mender };
}

/** A refund with one of these may be there already: by an earlier call, or by somebody at Toss' own desk. */
export const LOOK_FIRST: ReadonlySet<string> = new Set([
  ...['ALREADY_CANCELED_PAYMENT', 'ALREADY_REFUND_PAYMENT', 'ALREADY_REFUNDING_PAYMENT'],
  ...['NOT_MATCHES_REFUNDABLE_AMOUNT', 'NOT_CANCELABLE_AMOUNT', 'NOT_CANCELABLE_PAYMENT'],
]);

/** A payment that can't be made at night can't be made; a refund only waits for the morning. */
export const LATER_FOR_REFUNDS: ReadonlySet<string> = new Set(['NOT_AVAILABLE_BANK', 'MAINTAINED_METHOD']);

/** These say that the key itself is bad. */
export const BAD_KEY: ReadonlySet<string> = new Set([
  ...['INVALID_API_KEY', 'UNAUTHORIZED_KEY', 'INCORRECT_BASIC_AUTH_FORMAT', 'INVALID_CLIENT_KEY'],
]);

const NAME = /^[A-Z][A-Z0-9_]{1,63}$/;

/** What may be written to a log: names in capitals, and nothing that came along in their place. */
export const codeNamed = (said: unknown): string | null => (typeof said === 'string' && NAME.test(said) ? said : null);
