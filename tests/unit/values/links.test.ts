import fc from 'fast-check';
import { holdsLink } from '../../../server/values/links';

test.each([
  'http://evil.example',
  'HTTPS://EVIL.EXAMPLE/x',
  'ftp://1.2.3.4',
  '여기 hxxp://evil.example 로',
  'www.evil.example',
  'WWW2.evil',
  'evil.com',
  'Evil.COM 에서 확인',
  '당첨!evil.com/win',
  '당첨(evil.com)',
  'evil.com님께',
  'evil.shop에서',
  '확인:evil.co.kr',
  'bit.ly/3abc',
  't.me/evil',
  'xn--9i1b.xn--3e0b707e',
  '사기.한국',
  '사기.닷컴',
  'evil．com',
  'ｅｖｉｌ.ｃｏｍ',
  'evil。com',
  'evil\u200b.com',
  'evil.c\u00adom',
  'a_b-c.evil.shop',
  'someone@evil.com',
  'mailto:someone@evil',
  '1.2.3.4/win',
  '1.2.3.4:8080',
  'evil.no',
  'evil.com.',
  '-evil.com',
  '…evil.com',
  '안내...evil.com',
  'evil.cfd',
  'evil.sbs',
  'evil.bond',
  'evil.рф',
  'evil.中国',
  'evil.kim/win',
  'evil.unheardof:8080',
  'someone@evil.kim',
])('%s is a link', (text) => {
  expect(holdsLink(text)).toBe(true);
});

test.each([
  '김하늘',
  'A.B. Kim',
  'A. B. Kim',
  'J.R.R. Tolkien',
  'Dr.Kim',
  'Park Min.Ho',
  'St.Martin',
  'No.12-3',
  'Apt.No.5',
  'Apt.No 5',
  'Bldg.B1',
  '에센스 Co.Ltd',
  'B1.2F',
  '101.202호',
  '서울특별시 종로구 세종로 1',
  '3.5층',
  '문 앞에 놓아 주세요...',
  '놓아 주세요.고마워요.',
  '02.123.4567',
  '10:30까지 와 주세요',
  '비밀번호 1234*',
  'Tel. 010-1234-5678',
  'Mr. Kim, 2nd fl.',
  '1.2.3.4',
  '동/호: 101/202',
  '문 앞.경비실/택배함',
  'Apt.B/C',
  '@ 101동',
])('%s is none', (text) => {
  expect(holdsLink(text)).toBe(false);
});

test('a link is found wherever it stands, between whatever words', () => {
  const words = fc.array(fc.constantFrom('문', '앞에', 'Kim', '12', '(', ')', '!', ',', ':'), { maxLength: 4 });
  const link = fc.constantFrom('evil.com', 'https://a.b', 'www.x.y', 'evil.co.kr/a', 'EVIL.SHOP');
  fc.assert(
    fc.property(words, link, words, (before, found, after) => {
      expect(holdsLink([...before, found, ...after].join(' '))).toBe(true);
    }),
  );
});
