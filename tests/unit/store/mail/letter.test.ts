import path from 'node:path';
import { projectPaths } from '../../../../server/config/paths';
import { inWords } from '../../../../server/i18n/dates';
import { openSealed, seal, sealedAnew } from '../../../../server/process/seal';
import { letterText, type Letter } from '../../../../server/store/mail/letter';
import { createTypesetter } from '../../../../server/store/mail/typeset';
import { isPlainAddress } from '../../../../server/values/email';
import { inOneLine } from '../../../../server/values/text';
import { createLetterView } from '../../../../server/web/letter-view';
import { testKeys } from '../../../setup/keys';

const HOSTILE = '<script>alert(1)</script>"\'&<img src=x onerror=alert(1)>';

const letter: Letter = {
  subject: HOSTILE,
  title: HOSTILE,
  blocks: [
    { kind: 'text', text: HOSTILE },
    { kind: 'facts', title: HOSTILE, facts: [{ label: HOSTILE, value: HOSTILE }] },
    { kind: 'lines', title: HOSTILE, lines: [{ name: HOSTILE, detail: HOSTILE, amount: HOSTILE }] },
    { kind: 'sums', sums: [{ label: HOSTILE, value: HOSTILE }] },
    { kind: 'action', label: HOSTILE, href: `https://example.com/?${HOSTILE}` },
  ],
  closing: HOSTILE,
};

test('nothing in a letter becomes markup', () => {
  const { html } = createTypesetter(createLetterView(projectPaths().views), 'https://example.com')(letter, 'ko');
  expect(html).not.toContain('<script');
  expect(html).not.toContain('<img');
  expect(html.match(/&lt;script&gt;/g)!.length).toBeGreaterThanOrEqual(13);
});

test('a mail loads nothing from anywhere and runs nothing', () => {
  const plain: Letter = { subject: 's', title: 't', blocks: [{ kind: 'text', text: 'x' }], closing: 'c' };
  const { html } = createTypesetter(createLetterView(projectPaths().views), 'https://example.com')(plain, 'en');
  expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
  expect(html).not.toMatch(/<(img|link|script|iframe|video|object|form)\b|@import|url\(|@font-face|\son\w+=/i);
});

test('the template is where the mails look for it', () => {
  expect(() => createLetterView(path.join(projectPaths().views, 'nowhere'))).toThrow('ENOENT');
});

test('what somebody typed can’t pass for a line of ours in the plain text', () => {
  const forged = 'x\r\n\r\n은행: 나쁜은행\n계좌번호: 1\u2028예금주: 나';
  const text = letterText(
    { ...letter, blocks: [{ kind: 'facts', title: 't', facts: [{ label: '받는 분', value: forged }] }] },
    'https://example.com',
  );
  expect(text).toContain('받는 분: x 은행: 나쁜은행 계좌번호: 1 예금주: 나\n');
  expect(text).not.toMatch(/^(은행|계좌번호|예금주):/m);
});

test.each([
  ['a\r\nBcc: x@example.com', 'a Bcc: x@example.com'],
  ['a\n\tb', 'a b'],
  ['\0a\u007Fb\u0085c\u2028d\u2029e', 'a b c d e'],
])('%j is one line', (text, line) => {
  expect(inOneLine(text)).toBe(line);
});

test.each([
  ['somebody@example.com', true],
  ["o'brien+x@mail.example.co.kr", true],
  ['owner@localhost', true],
  ['', false],
  ['nobody', false],
  ['a@example.com, b@example.com', false],
  ['a@example.com;b@example.com', false],
  ['a@example.com\r\nBcc: b@example.com', false],
  ['<a@example.com>', false],
  ['Name <a@example.com>', false],
  ['"a b"@example.com', false],
  ['a@example.com ', false],
  ['a@b@c', false],
  ['한글@example.com', false],
  [`${'a'.repeat(250)}@example.com`, false],
])('%j is a plain address: %s', (address, plain) => {
  expect(isPlainAddress(address)).toBe(plain);
});

test.each([
  ['2026-11-26T03:00:00Z', '11월 26일 목요일 낮 12시', 'Thursday 26 November, 12:00 Korean time'],
  ['2026-11-25T15:00:00Z', '11월 26일 목요일 0시', 'Thursday 26 November, 0:00 Korean time'],
  ['2026-11-26T14:59:00Z', '11월 26일 목요일 오후 11시 59분', 'Thursday 26 November, 23:59 Korean time'],
  ['2028-02-28T15:05:00Z', '2월 29일 화요일 0시 5분', 'Tuesday 29 February, 0:05 Korean time'],
  ['2026-12-31T18:30:00Z', '1월 1일 금요일 오전 3시 30분', 'Friday 1 January, 3:30 Korean time'],
  ['2026-07-01T03:20:00Z', '7월 1일 수요일 오후 12시 20분', 'Wednesday 1 July, 12:20 Korean time'],
])('%s is %s in Seoul', (moment, korean, english) => {
  expect(inWords(new Date(moment), 'ko')).toBe(korean);
  expect(inWords(new Date(moment), 'en')).toBe(english);
});

describe('a seal', () => {
  const keys = testKeys();
  const other = testKeys('another secret');

  test('opens under its own secret, and says nothing without', () => {
    const sealed = seal(keys, 'the token');
    expect(openSealed(keys, sealed)).toBe('the token');
    expect(sealed.toString('latin1')).not.toContain('token');
    expect(seal(keys, 'the token')).not.toEqual(sealed);
  });

  test('opens for its own purpose only', () => {
    const sealed = seal(keys, 'the secret', 'totp');
    expect(openSealed(keys, sealed, 'totp')).toBe('the secret');
    expect(() => openSealed(keys, sealed)).toThrow();
    expect(() => openSealed(keys, seal(keys, 'the token'), 'totp')).toThrow();
  });

  test('of before there were purposes still opens', () => {
    // Sealed by the release before, as `seal(secret, 'the token')`.
    const before = Buffer.from('BSWo8pEWC4l6Z40HLbyqk+0u7VTzPx7X96KR+qJDxUH3BU+mwQ==', 'base64');
    expect(openSealed(keys, before)).toBe('the token');
  });

  test('does not open under another secret, changed, or cut short', () => {
    const sealed = seal(keys, 'the token');
    expect(() => openSealed(other, sealed)).toThrow();
    for (const at of [0, 12, 28]) {
      const changed = Buffer.from(sealed);
      changed[at]! ^= 1;
      expect(() => openSealed(keys, changed)).toThrow();
    }
    expect(() => openSealed(keys, sealed.subarray(0, 20))).toThrow();
  });

  test('of an older key opens as long as that one counts, and is made anew under the newest', () => {
    const both = { seals: ['the newest', ...keys.seals] };
    const old = seal(keys, 'the secret', 'totp');
    expect(openSealed(both, old, 'totp')).toBe('the secret');
    const anew = sealedAnew(both, old, 'totp') as Buffer;
    expect(openSealed({ seals: ['the newest'] }, anew, 'totp')).toBe('the secret');
    expect(sealedAnew(both, anew, 'totp')).toBeNull();
    expect(sealedAnew({ seals: ['the newest'] }, old, 'totp')).toBe('lost');
  });
});
