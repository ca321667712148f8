/** Where delivery costs more, holidays and pauses, as the owner writes them down. */
import { withStockedShop } from '../../../setup/catalogue';
import { deskVisitor, withDeskVisitor } from '../../../setup/desk';
import { expectAll, expectNone, wordsOf } from '../../../setup/html';

const PAGE = '/admin/settings/delivery';
const { shop } = withStockedShop({ each: true });
const owner = withDeskVisitor(shop);

const ISLAND = {
  ...{ nameKo: '여수 거문도', nameEn: 'Geomundo, Yeosu', postcodeFrom: '59781', postcodeUntil: '59790' },
  ...{ fee: '7,000원', extraDays: '3' },
};
const idOf = (sql: string): Promise<number> => shop.database.value<number>(sql);
const lastEntry = () =>
  shop.database.row<{ action: string; changes: object; subject_name: string }>`
    select action, changes, subject_name from audit_log order by id desc limit 1`;

test('an area is added, changed and removed; the shop shows it at once and the log says by whom', async () => {
  await owner.post(`${PAGE}/areas`, ISLAND).expect(303).expect('Location', `${PAGE}#areas`);
  expect(await shop.visitor().words('/delivery')).toContain('여수 거문도 ( 59781–59790 ): ₩7,000 , 3영업일 더 걸려요');
  expect(await lastEntry()).toMatchObject({ action: 'area.create', subject_name: '여수 거문도' });
  const id = await idOf(`select id from delivery_areas where postcode_from = '59781'`);
  const form = await owner.text(`${PAGE}/areas/${id}`);
  expectAll(form, 'value="여수 거문도"', 'value="7000"', '지역 고치기');
  await owner.post(`${PAGE}/areas/${id}`, { ...ISLAND, fee: '5천' }).expect(303);
  expect(await lastEntry()).toMatchObject({ action: 'area.update', changes: { fee: [7_000, 5_000] } });
  expectAll(await owner.words('/admin/audit'), '배송 지역', '여수 거문도', '추가 배송비', '₩7,000', '₩5,000');
  await owner.post(`${PAGE}/areas/${id}/remove`).expect(303);
  expectNone(await shop.visitor().words('/delivery'), '거문도');
  expect(await lastEntry()).toMatchObject({ action: 'area.remove' });
  await owner.post(`${PAGE}/areas/${id}/remove`).expect(404);
  await owner.post(`${PAGE}/areas/${id}`, ISLAND).expect(404);
  await owner.get(`${PAGE}/areas/${id}`).expect(404);
});

test('a holiday moves what is promised', async () => {
  await owner.post(`${PAGE}/holidays`, { day: '2026. 11. 24.', name: '임시공휴일' }).expect(303);
  expect(await shop.visitor().words('/perfumes/after-rain')).toContain('11월 25일(수)~11월 26일(목) 도착 예정');
  const id = await idOf(`select id from holidays where day = '2026-11-24'`);
  await owner.post(`${PAGE}/holidays/${id}`, { day: '2026-12-01', name: '임시공휴일' }).expect(303);
  expect(await lastEntry()).toMatchObject({ changes: { day: ['2026-11-24', '2026-12-01'] } });
  expect(await shop.visitor().words('/perfumes/after-rain')).toContain('11월 24일(화)~11월 25일(수) 도착 예정');
});

test('a pause is told on every page, and what shoppers read stands at the desk', async () => {
  const pause = { fromDay: '2026-11-25', untilDay: '2026-11-26', wordsKo: '가족 모임이 있어요.', wordsEn: '' };
  await owner.post(`${PAGE}/pauses`, pause).expect(303);
  const sentence =
    '가족 모임이 있어요. 11월 25일(수)~11월 26일(목)에는 쉬어요. 그동안 들어온 주문은 11월 27일(금)부터 보내요.';
  expectAll(await shop.visitor().text('/'), sentence);
  expectAll(await owner.text(PAGE), sentence, '오늘 14:00까지 결제하면');
  const id = await idOf('select id from shop_pauses');
  await owner.post(`${PAGE}/pauses/${id}/remove`).expect(303);
  expectNone(await shop.visitor().text('/'), '가족 모임');
});

test.each([
  ['areas', { ...ISLAND, postcodeFrom: '5978' }, 'postcodeFrom', '우편번호는 숫자 다섯 자리예요.'],
  ['areas', { ...ISLAND, postcodeUntil: '59780' }, 'postcodeUntil', '처음과 같거나 뒤여야 해요.'],
  ['areas', { ...ISLAND, postcodeFrom: '63644', postcodeUntil: '63700' }, 'postcodeFrom', '‘제주 63000–63644’와'],
  ['areas', { ...ISLAND, nameKo: '' }, 'nameKo', '비어 있어요.'],
  ['areas', { ...ISLAND, fee: '1000001' }, 'fee', '0부터 1000000까지'],
  ['areas', { ...ISLAND, extraDays: '31' }, 'extraDays', '0부터 30까지'],
  ['holidays', { day: '2026-02-30', name: '없는 날' }, 'day', '날짜를 확인해 주세요.'],
  ['holidays', { day: '2026-12-25', name: '성탄' }, 'day', '‘12월 25일(금) 성탄절’와'],
  ['pauses', { fromDay: '2026-12-02', untilDay: '2026-12-01', wordsKo: '', wordsEn: '' }, 'untilDay', '앞이에요.'],
  ['pauses', { fromDay: '2027-01-01', untilDay: '2028-01-03', wordsKo: '', wordsEn: '' }, 'untilDay', '1년까지'],
  ['pauses', { fromDay: '2027-02-03', untilDay: '2027-02-09', wordsKo: '', wordsEn: '' }, 'fromDay', '와 겹쳐요.'],
] as const)('%s: %j is refused at %s, and what was typed is kept', async (kind, typed, field, words) => {
  await shop.database.run`insert into shop_pauses (from_day, until_day) values ('2027-02-01', '2027-02-03')`;
  const before = await shop.database.value<string>`
    select (select count(*) from delivery_areas) || ' ' || (select count(*) from holidays) || ' '
      || (select count(*) from shop_pauses) as counts`;
  const { text } = await owner.post(`${PAGE}/${kind}`, typed).expect(422);
  const near = text.slice(text.indexOf(`id="${field}-error"`));
  expect(near.slice(0, 200)).toContain(words);
  for (const value of Object.values(typed)) expect(text).toContain(`value="${value}"`);
  expect(
    await shop.database.value<string>`
      select (select count(*) from delivery_areas) || ' ' || (select count(*) from holidays) || ' '
        || (select count(*) from shop_pauses) as counts`,
  ).toBe(before);
});

test('two who add the same range at once: one is told', async () => {
  const answers = await Promise.all(
    ['하나', '둘', '셋'].map((nameKo) => owner.post(`${PAGE}/areas`, { ...ISLAND, nameKo })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 422, 422]);
});

test('an area that is saved as it is overlaps with nothing and leaves no entry', async () => {
  const id = await idOf(`select id from delivery_areas where name_en = 'Jeju'`);
  const jeju = { nameKo: '제주', nameEn: 'Jeju', postcodeFrom: '63000', postcodeUntil: '63644' };
  await owner.post(`${PAGE}/areas/${id}`, { ...jeju, fee: '3000', extraDays: '1' }).expect(303);
  expect(await shop.database.value<number>`select count(*) as n from audit_log`).toBe(0);
});

test('who may only read sees the lists and no way to change them', async () => {
  const reader = await deskVisitor(shop, 'reader');
  const text = await reader.text(PAGE);
  expectAll(wordsOf(text), '제주', '63000–63644', '성탄절', '2028년치');
  expectNone(text, `href="${PAGE}/areas/`, 'type="submit">배송', '지역 더하기');
});

test('the desk speaks English too', async () => {
  const reader = await deskVisitor(shop, 'owner', { locale: 'en' });
  expectAll(await reader.words(PAGE), 'Where delivery costs more', 'Jeju', '1 more working day', 'until 2028');
  const refused = await reader.post(`${PAGE}/areas`, { ...ISLAND, postcodeUntil: '1' }).expect(422);
  expect(wordsOf(refused.text)).toContain('A postcode has five digits.');
});
