import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { paidOrder, refundOrder } from '../../../database/desk/figures/orders';
import { deskVisitor, withStockedDesk } from '../../../setup/desk';
import { expectAll } from '../../../setup/html';
import { exported, rowsOf, workbook } from './support';

const { shop, ids, owner } = withStockedDesk();
beforeAll(async () => {
  const { pool } = shop.context;
  const id = await paidOrder(pool, {
    at: '2026-11-22T15:00:00Z',
    lines: [
      [ids['TST-AFTER-RAIN-050']!, 2, 98_000],
      [ids['TST-AFTER-RAIN-010']!, 1, 28_000],
    ],
    fee: 3_000,
  });
  await refundOrder(pool, id, 28_000, '2026-11-23T00:00:00Z');
  await shop.database.run`
    update orders set delivery_note = '=HYPERLINK("http://evil.example","문 앞")', address_line2 = '+82 10 1234 5678',
    recipient = '-한,"서"진', refunded = 28000`;
  await shop.database.run`
    insert into accounts (email, name, password_hash, locale) values ('a@example.com', '@한서진', 'x', 'ko'),
    ('b@example.com', '아무것도 안 산 사람', 'x', 'en')`;
  await shop.database.run`insert into blocked_customers (email, reason, at) values ('a@example.com', 'x', now())`;
});

test('orders: a row a line, everything as it is, and nothing that a spreadsheet would run', async () => {
  const text = await exported(owner, 'orders');
  expect(text).toMatch(/^\uFEFF"주문 번호",/);
  expectAll(text, `"'=HYPERLINK(""http://evil.example"",""문 앞"")"`, `"'03051"`, "'+82 10 1234 5678");
  expect(text).not.toMatch(/(^|,)"?[=+@]/m);
  const rows = await rowsOf(text);
  expect(rows).toHaveLength(2);
  expect(rows[0]).toMatchObject({
    '주문한 때': '2026-11-23 00:00:00',
    상태: 'paid',
    '받는 분': '-한,"서"진',
    합계: '227000',
    '돌려준 돈': '28000',
    수량: '2',
    단가: '98000',
    금액: '196000',
  });
});

test.each(['orders', 'customers', 'stock', 'figures', 'products'])(
  '%s as a workbook hold what the CSV holds, each cell as it is',
  async (name) => {
    const bytes = await workbook(owner, name);
    const rows = await rowsOf(bytes);
    expect(rows).toEqual(await rowsOf(await exported(owner, name)));
    expect(rows.length).toBeGreaterThan(0);
  },
);

test('in a workbook postcodes, telephone and tracking numbers keep their zeros, and nothing is run', async () => {
  await shop.database.run`update orders set status = 'shipped', shipped_at = placed_at + interval '1 day',
    tracking_number = '0012345678901', carrier = 'cj-logistics', phone = '010-0012-3456'
    where status = 'paid'`;
  const bytes = await workbook(owner, 'orders');
  const { readXlsx } = await import('hucre/xlsx');
  const { sheets } = await readXlsx(bytes);
  const [head = [], ...rows] = sheets[0]!.rows;
  const cells = Object.fromEntries(head.map((title, at) => [String(title), rows[0]![at]]));
  expect(cells).toMatchObject({
    우편번호: '03051',
    연락처: '010-0012-3456',
    '송장 번호': '0012345678901',
    '배송 메모': '=HYPERLINK("http://evil.example","문 앞")',
    합계: 227_000,
    '주문한 때': '2026-11-23 00:00:00',
  });
  const { headers } = await owner.post('/admin/files/export/orders', { format: 'xlsx' }).expect(200);
  expect(headers['content-disposition']).toBe('attachment; filename="essence-aura-orders-2026-11-23.xlsx"');
  expect(headers['content-type']).toBe('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
  await owner.post('/admin/files/export/orders', { format: 'pdf' }).expect(400);
});

test('customers: with an account or without, each once', async () => {
  const rows = await rowsOf(await exported(await deskVisitor(shop, 'owner', { locale: 'en' }), 'customers'));
  expect(rows).toMatchObject([
    {
      'e-mail': 'a@example.com',
      name: '@한서진',
      orders: '1',
      received: '227000',
      refunded: '28000',
      'bought for': '199000',
      blocked: 'yes',
    },
    { 'e-mail': 'b@example.com', orders: '0', received: '0', blocked: '' },
  ]);
});

const HEADER = '"날","결제 방법","주문","받은 돈","환불","돌려준 돈","순매출"';

test('stock movements and figures keep their numbers as numbers, also below nothing', async () => {
  await shop.database.run`update variants set stock = 47 where id = ${ids['TST-AFTER-RAIN-010']}`;
  expect(await exported(owner, 'stock')).toMatch(/,"TST-AFTER-RAIN-010","비 온 뒤",10,-3,47,/);
  const figures = await exported(owner, 'figures', { from: '2026-11-23', to: '2026-11-23' });
  expect(figures).toBe(`\uFEFF${HEADER}\r\n"2026-11-23","bank",1,227000,1,28000,199000\r\n`);
  expect(await exported(owner, 'figures', { from: '2025-01-01', to: '2025-01-02' })).toBe(`\uFEFF${HEADER}\r\n`);
});

test('a file has its name with its day, is kept by nobody, and stands in the audit log', async () => {
  const { headers } = await owner.post('/admin/files/export/customers').expect(200);
  expect(headers['content-disposition']).toBe('attachment; filename="essence-aura-customers-2026-11-23.csv"');
  expect(headers['content-type']).toBe('text/csv; charset=utf-8');
  expect(headers['cache-control']).toBe('private, no-store');
  const row = await shop.database.row<{ action: string; subject_id: string; actor: string }>`
    select action, subject_id, actor from audit_log order by id desc limit 1`;
  expect(row).toMatchObject({ action: 'file.export', subject_id: 'customers' });
  expect(row.actor).toContain(owner.email);
});

test('exports that there are not, and fields that they do not have, are refused', async () => {
  await owner.post('/admin/files/export/staff').expect(404);
  await owner.post('/admin/files/export/toString').expect(404);
  await owner.post('/admin/files/export/orders', { from: '2026-01-01' }).expect(400);
  await owner.post('/admin/files/export/figures', { from: "2026-01-01' or 1=1" }).expect(400);
  await owner.get('/admin/files/export/no-such-file').expect(404);
});

describe('of a hundred thousand rows', () => {
  const ROWS = 100_000;
  let port = 0;
  let close: () => Promise<void>;
  let headers: Record<string, string>;
  beforeAll(async () => {
    await shop.database.pool.query(
      `insert into stock_movements (variant_id, change, balance, reason, note, at)
       select $1, 1, 1, 'correction', repeat('가', 150), now() from generate_series(1, ${ROWS})`,
      [ids['TST-YUZU-LANTERN-050']],
    );
    const server = createServer(shop.shop.app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
    close = async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    };
    const sent = (owner.get('/admin') as unknown as { request(): { getHeaders(): Record<string, string> } }).request();
    headers = {
      ...sent.getHeaders(),
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/x-www-form-urlencoded',
    };
    delete headers['host'];
  });
  afterAll(() => close());

  async function begin(cookie?: string): Promise<IncomingMessage> {
    const own = cookie === undefined ? headers : { ...headers, cookie };
    const call = httpRequest({ port, method: 'POST', path: '/admin/files/export/stock', headers: own });
    call.end('form_token=a-form-token-of-the-tests-0123456');
    const [response] = (await once(call, 'response')) as [IncomingMessage];
    return response;
  }

  /** An export before this one may have been read to its end and not yet be over. */
  async function beginWhenFree(cookie?: string): Promise<IncomingMessage> {
    for (;;) {
      const response = await begin(cookie);
      if (response.statusCode !== 429) return response;
      response.resume();
      await setTimeout(20);
    }
  }

  test('none is missing, and the file is never in memory as a whole', async () => {
    const response = await begin();
    let lines = 0;
    let bytes = 0;
    let most = 0;
    const before = process.memoryUsage().arrayBuffers;
    for await (const chunk of response as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      for (const byte of chunk) if (byte === 0x0a) lines += 1;
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    }
    expect(lines).toBeGreaterThan(ROWS);
    expect(bytes).toBeGreaterThan(45_000_000);
    expect(most).toBeLessThan(bytes / 2);
  });

  test('whoever leaves in the middle leaves nothing behind, and others are asked to wait meanwhile', async () => {
    const two = await Promise.all([beginWhenFree(), beginWhenFree()]);
    expect(two.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
    const third = await begin();
    expect(third.statusCode).toBe(429);
    expect(third.headers['retry-after']).toBe('30');
    for (const response of two) response.destroy();
    for (let open = 1; open > 0;) {
      const n = await shop.database.value<number>`select count(*)::integer as n from pg_stat_activity
        where datname = current_database() and state like 'idle in transaction%'`;
      open = n;
    }
    const { statusCode } = await beginWhenFree().then((response) => response.resume());
    expect(statusCode).toBe(200);
  });

  test('whoever takes a file slowly keeps no transaction open', async () => {
    const response = await beginWhenFree();
    await once(response, 'data');
    response.pause();
    for (let open = 1; open > 0;) {
      const n = await shop.database.value<number>`select count(*)::integer as n from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()
          and (state like 'idle in transaction%' or query like 'fetch %' and state = 'active')`;
      open = n;
    }
    expect(response.complete).toBe(false);
    response.destroy();
  });

  test.each([
    ['signed out', "delete from desk_sessions where sess ->> 'staffId' = $1"],
    ['shut out', 'update staff set disabled_at = now() where id = $1'],
    ['given a role without files', "update staff set role = 'reader' where id = $1"],
  ])('a file that is being read is cut where its reader is %s', async (_how, sql) => {
    const reader = await deskVisitor(shop);
    const response = await beginWhenFree(reader.cookie);
    response.on('error', () => undefined);
    await once(response, 'data');
    response.pause();
    await shop.database.pool.query(sql, [reader.staffId]);
    let bytes = 0;
    const ended = new Promise((resolve) => response.once('close', resolve));
    response.on('data', (chunk: Buffer) => (bytes += chunk.length));
    await ended;
    expect(response.complete).toBe(false);
    expect(bytes).toBeLessThan(20_000_000);
  });

  test('an export of people that is broken off stands in the audit log, and its owners are told', async () => {
    const since = () =>
      shop.database.row<{ logged: number; told: number }>`
        select (select count(*)::integer from audit_log
        where action = 'file.export' and subject_id = 'customers') as logged,
             (select count(*)::integer from outbox where kind = 'owner-notice' and recipient = ${owner.email}) as told`;
    await shop.database.run`delete from outbox where kind = 'owner-notice'`;
    const before = await since();
    for (const from of [1, 4_001, 8_001]) {
      await shop.database.run`insert into accounts (email, name, password_hash, locale)
         select n || '@people.example.com', repeat('가', 80), 'x', 'ko'
        from generate_series(${from}::integer, ${from} + 3999) n`;
    }
    const call = httpRequest({ port, method: 'POST', path: '/admin/files/export/customers', headers });
    call.end('form_token=a-form-token-of-the-tests-0123456');
    const [response] = (await once(call, 'response')) as [IncomingMessage];
    expect(response.statusCode).toBe(200);
    await once(response, 'data');
    response.destroy();
    expect(await since()).toEqual({ logged: before.logged + 1, told: 1 });
  });
});
