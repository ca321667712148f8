import { sesRefusalOf } from '../../../../server/desk/settings/mail-server/ses';

const SEOUL = 'email-smtp.ap-northeast-2.amazonaws.com';
const BUYER = 'buyer@example.com';
/** As Amazon documents it, and as nodemailer hands it on. */
const said = (...identities: readonly string[]): string =>
  'Message failed: 554 Message rejected: Email address is not verified. The following identities failed the check in ' +
  `region AP-NORTHEAST-2: ${identities.join(', ')}`;

test.each([
  ['the recipient alone: the sandbox', said(BUYER), ['sandbox']],
  ['the recipient, by name: the sandbox', said(`김하늘 <${BUYER}>`), ['sender', 'sandbox']],
  ['the sender alone: it is not verified', said('hello@shop.example'), ['sender']],
  ['both: both', said('hello@shop.example', 'Buyer@Example.com'), ['sender', 'sandbox']],
  ['nobody, as in the short form: the sandbox', '554 Message rejected: Email address is not verified.', ['sandbox']],
])('refused for %s', (_why, words, steps) => {
  expect(sesRefusalOf(SEOUL, words, BUYER)).toEqual({
    steps,
    console: 'https://ap-northeast-2.console.aws.amazon.com/ses/home?region=ap-northeast-2#/account',
  });
});

test.each([
  ['smtp.naver.com', said(BUYER)],
  [`${SEOUL}.evil.example`, said(BUYER)],
  [SEOUL, '535 Authentication Credentials Invalid'],
  [SEOUL, 'connect ETIMEDOUT'],
])('%s, %s: nothing is said of SES', (host, words) => {
  expect(sesRefusalOf(host, words, BUYER)).toBeNull();
});

test('the endpoint for FIPS is SES too', () => {
  expect(sesRefusalOf('EMAIL-SMTP-FIPS.us-east-1.amazonaws.com', said(BUYER), BUYER)?.console).toContain('us-east-1');
});
