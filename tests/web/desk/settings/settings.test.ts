import { deskVisitor, withDesk } from '../../../setup/desk';
import { expectAll, formOf } from '../../../setup/html';
import { inAnotherShop } from '../../../setup/shop';

const { shop, owner } = withDesk();

const SELLER = {
  company: '에센스 아우라',
  owner: '김서연',
  businessNumber: '220-81-62517',
  mailOrderNumber: '2026-서울종로-0123',
  postcode: '03051',
  address: '서울특별시 종로구 북촌로 12',
  phone: '02-123-4567',
  email: 'hello@essence-aura.com',
};

const TRANSFERS = {
  bank: '국민',
  account: '123456-01-234567',
  holder: 'ㄱ',
  deadlineHours: '72',
  protectionName: '국민 에스크로',
  protectionUrl: 'escrow.example.com',
};
const DELIVERY = {
  ...{ fee: '3000', freeFrom: '50000', areasWhenFree: 'charged', carrier: '' },
  ...{ cutOffHour: '14', transitDays: '1', transitMore: '1' },
};
const MAIL = { senderName: '가게', newOrders: '', alarms: '' };

const versionIn = (html: string, section: string): string => formOf(html, `/admin/settings/${section}`)[1]['version']!;
const versionOf = async (section: string): Promise<string> =>
  versionIn(await owner.text(section === 'delivery' ? '/admin/settings/delivery' : '/admin/settings'), section);

const entries = () =>
  shop.database.rows<{ actor: string; action: string; subject_id: string; changes: object }>`
    select actor, action, subject_id, changes from audit_log order by id`;

test('what is saved is in the shop at once, and in the audit log from what to what', async () => {
  await owner
    .post('/admin/settings/seller', { ...SELLER, businessNumber: '2208162517', version: await versionOf('seller') })
    .expect(303)
    .expect('Location', '/admin/settings#seller');
  const text = await shop.visitor().text('/');
  expectAll(text, '220-81-62517', '에센스 아우라');
  const last = (await entries()).at(-1)!;
  expect(last).toMatchObject({ action: 'setting.change', subject_id: 'seller' });
  expect(last.actor).toContain(owner.email);
  expect(last.changes).toMatchObject({ businessNumber: ['', '220-81-62517'], phone: ['', '02-123-4567'] });
});

test('the delivery rule is taken as people write amounts', async () => {
  await owner
    .post('/admin/settings/delivery', {
      ...DELIVERY,
      ...{ fee: '₩2,500', freeFrom: '70,000원', carrier: 'cj', version: await versionOf('delivery') },
    })
    .expect(303);
  const text = await shop.visitor().text('/delivery');
  expectAll(text, '₩2,500', '₩70,000');
});

test.each([
  ['seller', { ...SELLER, businessNumber: '123-45-6789' }, 'businessNumber', '숫자 열 자리예요. 예'],
  ['seller', { ...SELLER, mailOrderNumber: '종로 123' }, 'mailOrderNumber', '신고증에 있는 대로'],
  ['seller', { ...SELLER, postcode: '1234' }, 'postcode', '다섯 자리예요.'],
  ['seller', { ...SELLER, phone: '1234' }, 'phone', '전화번호를 확인해 주세요.'],
  ['seller', { ...SELLER, email: 'a@b, c@d.com' }, 'email', '이메일 주소를 확인해 주세요.'],
  ['seller', { ...SELLER, company: 'a\uFFFDb' }, 'company', '보이지 않는 문자'],
  ['seller', { ...SELLER, address: '가'.repeat(201) }, 'address', '200자까지'],
  ['bank', { ...TRANSFERS, account: '12-ab' }, 'account', '계좌번호를 확인해 주세요.'],
  ['bank', { ...TRANSFERS, deadlineHours: '0' }, 'deadlineHours', '1부터 336까지 적을 수 있어요.'],
  ['bank', { ...TRANSFERS, protectionUrl: '에스크로' }, 'protectionUrl', '주소를 확인해 주세요.'],
  ['delivery', { ...DELIVERY, fee: '-1' }, 'fee', '0부터 1000000까지 적을 수 있어요.'],
  ['delivery', { ...DELIVERY, fee: '1.5' }, 'fee', '숫자로만'],
  ['delivery', { ...DELIVERY, freeFrom: '1e5' }, 'freeFrom', '숫자로만'],
  ['delivery', { ...DELIVERY, fee: '' }, 'fee', '비어 있어요.'],
  ['delivery', { ...DELIVERY, cutOffHour: '24' }, 'cutOffHour', '1부터 23까지 적을 수 있어요.'],
  ['delivery', { ...DELIVERY, transitDays: '0' }, 'transitDays', '1부터 30까지 적을 수 있어요.'],
  ['mail', { ...MAIL, senderName: 'A <a@b.c>' }, 'senderName', '따옴표와 괄호 없이'],
  ['mail', { ...MAIL, newOrders: 'nobody' }, 'newOrders', '이메일 주소를 확인해 주세요.'],
  ['mail', { ...MAIL, alarms: 'a@b.kr, c@d.kr' }, 'alarms', '이메일 주소를 확인해 주세요.'],
])('%s: %j is refused at %s, and what was typed is kept', async (section, values, field, words) => {
  const before = await shop.shop.services.settings.current();
  const { text } = await owner
    .post(`/admin/settings/${section}`, { ...(values as Record<string, string>), version: await versionOf(section) })
    .expect(422);
  const near = text.slice(text.indexOf(`id="${field}-error"`));
  expect(near.slice(0, 200)).toContain(words);
  expect(text).toContain('aria-invalid="true"');
  for (const typed of Object.values(values)) {
    expect(text).toContain(typed.replaceAll('<', '&lt;').replaceAll('>', '&gt;'));
  }
  expect(await shop.shop.services.settings.current()).toEqual(before);
});

test('the usual carrier is one that parcels go with', async () => {
  const form = async (carrier: string) => ({
    ...DELIVERY,
    carrier,
    version: await versionOf('delivery'),
  });
  const refused = await owner.post('/admin/settings/delivery', await form('pickup')).expect(422);
  expect(refused.text).toContain('목록에서 골라 주세요. 쓸 수 있는 값: cj, epost');
  await owner.post('/admin/settings/delivery', await form('epost')).expect(303);
  expect(await owner.text('/admin/settings/delivery')).toContain('<option value="epost" selected>');
  await owner.post('/admin/settings/delivery', await form('')).expect(303);
  expect((await shop.shop.services.settings.current()).delivery.carrier).toBe('');
});

test('a business number whose last digit is wrong is saved, with a word of warning', async () => {
  await owner
    .post('/admin/settings/seller', { ...SELLER, businessNumber: '220-81-62518', version: await versionOf('seller') })
    .expect(303);
  const { text } = await owner.get('/admin/settings');
  expect(text.match(/마지막 숫자가 맞지 않아요/g)).toHaveLength(2);
});

test('who saves over somebody else is told so, and loses nothing', async () => {
  const version = await versionOf('delivery');
  const other = await deskVisitor(shop, 'owner', { name: '박지우' });
  await other.post('/admin/settings/delivery', { ...DELIVERY, fee: '1000', version }).expect(303);
  const { text } = await owner.post('/admin/settings/delivery', { ...DELIVERY, fee: '2000', version }).expect(409);
  expectAll(text, '그사이 박지우 님이 이 내용을 바꿨어요.', '지금 저장된 값: 1000', 'value="2000"');
  expect((await shop.shop.services.settings.current()).delivery.fee).toBe(1_000);
  const again = { ...DELIVERY, fee: '2000', version: versionIn(text, 'delivery') };
  await owner.post('/admin/settings/delivery', again).expect(303);
  expect((await shop.shop.services.settings.current()).delivery.fee).toBe(2_000);
});

test('two who save at the same moment: one is told', async () => {
  const version = await versionOf('mail');
  const answers = await Promise.all(
    ['가게', '집', '곳'].map((senderName) => owner.post('/admin/settings/mail', { ...MAIL, senderName, version })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 409, 409]);
});

test('fields that the form does not have are refused, and so is another section', async () => {
  const version = await versionOf('delivery');
  const good = { ...DELIVERY, version };
  await owner.post('/admin/settings/delivery', { ...good, company: 'x' }).expect(400);
  await owner.post('/admin/settings/delivery', { ...good, 'demo.seeded': 'true' }).expect(400);
  await owner.post('/admin/settings/delivery', { ...good, fee: ['1', '2'] }).expect(400);
  await owner.post('/admin/settings/delivery', { fee: '1', version }).expect(400);
  await owner.post('/admin/settings/demo', good).expect(404);
});

test('who may only read sees the settings and no way to change them', async () => {
  const reader = await deskVisitor(shop, 'reader');
  const text = await reader.text('/admin/settings');
  expect(text).not.toContain('type="submit">판매자');
});

test('a test mail goes to whoever asks for it, through the real mailer', async () => {
  await owner.post('/admin/settings/mail/test').expect(303);
  expect(shop.mailbox.sent.at(-1)).toMatchObject({ to: owner.email, kind: 'mail-test', locale: 'ko' });
  const { text } = await owner.get('/admin/settings');
  expectAll(text, `시험 메일을 ${owner.email} 주소로 보냈어요.`, 'smtp://shop@mail.example.com:587');
  expect((await entries()).at(-1)).toMatchObject({ action: 'mail.test', changes: {} });
});

test('where mails are written to files nobody is told to look into an inbox', async () => {
  await inAnotherShop(
    async (files) => {
      const hers = await deskVisitor(files);
      await hers.post('/admin/settings/mail/test').expect(303);
      const text = await hers.text('/admin/settings');
      expectAll(text, '시험 메일을 보내지 않고 파일로 적어 두었어요.', `${hers.email} 앞 메일을 파일로 적어 두었어요.`);
      expect(text).not.toContain('받은 편지함을');
    },
    { mailUrl: 'file:///var/lib/essence-aura/outbox' },
  );
});

test('when the mail server refuses, its own words are shown and kept', async () => {
  shop.mailbox.troubles.push('535 5.7.8 Authentication <failed>');
  await owner.post('/admin/settings/mail/test').expect(303);
  const { text } = await owner.get('/admin/settings');
  expect(text).toContain('시험 메일을 보내지 못했어요. 서버의 말: 535 5.7.8 Authentication &lt;failed&gt;');
  expect((await owner.get('/admin/settings')).text).toContain('에 보내지 못했어요. 서버의 말:');
});

test('a test of another mail server says nothing of this one', async () => {
  await shop.database.run`insert into mail_tests (at, recipient, place) values (now(), 'a@b.c', 'smtp://old')`;
  expect((await owner.get('/admin/settings')).text).toContain('그때는 smtp://old 쪽으로 보냈어요.');
});
