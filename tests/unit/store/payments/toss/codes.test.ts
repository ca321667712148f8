/** What each of Toss' words means, by the study's tables. */
import { codeNamed, judge } from '../../../../../server/store/payments/toss/codes';

test.each([
  [403, 'REJECT_CARD_PAYMENT', 'buyer'],
  [403, 'REJECT_CARD_COMPANY', 'buyer'],
  [403, 'REJECT_ACCOUNT_PAYMENT', 'buyer'],
  [403, 'REJECT_TOSSPAY_INVALID_ACCOUNT', 'buyer'],
  [403, 'EXCEED_MAX_AUTH_COUNT', 'buyer'],
  [403, 'EXCEED_MAX_ONE_DAY_AMOUNT', 'buyer'],
  [403, 'INVALID_PASSWORD', 'buyer'],
  [403, 'FDS_ERROR', 'buyer'],
  [400, 'INVALID_REJECT_CARD', 'buyer'],
  [400, 'INVALID_STOPPED_CARD', 'buyer'],
  [400, 'INVALID_CARD_EXPIRATION', 'buyer'],
  [400, 'INVALID_CARD_NUMBER', 'buyer'],
  [400, 'EXCEED_MAX_DAILY_PAYMENT_COUNT', 'buyer'],
  [400, 'EXCEED_MAX_PAYMENT_AMOUNT', 'buyer'],
  [400, 'NOT_ALLOWED_POINT_USE', 'buyer'],
  [400, 'NOT_SUPPORTED_INSTALLMENT_PLAN_CARD_OR_MERCHANT', 'buyer'],
  [400, 'RESTRICTED_TRANSFER_ACCOUNT', 'buyer'],
  [403, 'NOT_AVAILABLE_BANK', 'buyer'],
  [400, 'NOT_AVAILABLE_PAYMENT', 'buyer'],
  [400, 'BELOW_MINIMUM_AMOUNT', 'buyer'],
  [404, 'NOT_FOUND_PAYMENT_SESSION', 'buyer'],
  [400, 'INVALID_REFUND_ACCOUNT_INFO', 'buyer'],
  [400, 'INVALID_REFUND_ACCOUNT_NUMBER', 'buyer'],
  [400, 'INVALID_BANK', 'buyer'],
  [400, 'FORBIDDEN_BANK_REFUND_REQUEST', 'buyer'],
  [400, 'INVALID_API_KEY', 'shop'],
  [401, 'UNAUTHORIZED_KEY', 'shop'],
  [403, 'INCORRECT_BASIC_AUTH_FORMAT', 'shop'],
  [403, 'FORBIDDEN_REQUEST', 'shop'],
  [400, 'INVALID_REQUEST', 'shop'],
  [400, 'INVALID_IDEMPOTENCY_KEY', 'shop'],
  [400, 'NOT_FOUND_TERMINAL_ID', 'shop'],
  [404, 'NOT_REGISTERED_BUSINESS', 'shop'],
  [403, 'NOT_CANCELABLE_AMOUNT', 'shop'],
  [403, 'EXCEED_MAX_REFUND_DUE', 'shop'],
  [403, 'NOT_ALLOWED_PARTIAL_REFUND', 'shop'],
  [403, 'NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT', 'shop'],
  [400, 'EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT', 'shop'],
  [400, 'REFUND_REJECTED', 'shop'],
  [403, 'EXCEED_CANCEL_LIMIT', 'shop'],
  [403, 'NOT_CANCELABLE_PAYMENT_FOR_DORMANT_USER', 'shop'],
  [404, 'NOT_FOUND_PAYMENT', 'nobody'],
  [400, 'UNAPPROVED_ORDER_ID', 'nobody'],
] as const)('%i %s: nothing was done, and %s can mend it', (status, code, mender) => {
  expect(judge(status, code)).toEqual({ kind: 'refused', code, mender });
});

test.each([
  [400, 'ALREADY_PROCESSED_PAYMENT'],
  [400, 'ALREADY_COMPLETED_PAYMENT'],
  [400, 'DUPLICATED_ORDER_ID'],
  [400, 'PROVIDER_ERROR'],
  [400, 'CARD_PROCESSING_ERROR'],
  [409, 'IDEMPOTENT_REQUEST_PROCESSING'],
  [403, 'FORBIDDEN_CONSECUTIVE_REQUEST'],
  [500, 'FAILED_INTERNAL_SYSTEM_PROCESSING'],
  [500, 'FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING'],
  [500, 'FAILED_REFUND_PROCESS'],
  [500, 'FAILED_PARTIAL_REFUND'],
  [500, 'FAILED_METHOD_HANDLING_CANCEL'],
  [500, 'COMMON_ERROR'],
  [500, 'UNKNOWN_PAYMENT_ERROR'],
  [400, 'A_CODE_OF_NEXT_YEAR'],
  [422, 'CONSTRUCTOR'],
  // A refusal's word, said with a status that is none.
  [500, 'REJECT_CARD_PAYMENT'],
  [429, 'INVALID_REQUEST'],
  [408, 'INVALID_REQUEST'],
  [409, 'INVALID_REQUEST'],
  [201, 'INVALID_REQUEST'],
])('%i %s: it may have been done', (status, code) => {
  expect(judge(status, code)).toEqual({ kind: 'unknown', code });
});

test('without a word, its status stands for it', () => {
  expect(judge(404, null)).toEqual({ kind: 'unknown', code: 'HTTP_404' });
});

test.each([undefined, null, 5, {}, [], '', 'A', 'lower', 'test_sk_x', 'A B', 'A\nB', `A${'B'.repeat(64)}`, '1A', '김'])(
  '%p is no code that a log may show',
  (said) => {
    expect(codeNamed(said)).toBeNull();
  },
);
