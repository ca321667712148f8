/** Files as the desk takes them: sent, looked at by the jobs process, said yes to. */
import type { FileRecord } from '../../../../server/desk/files/cell';
import { recordsOf } from '../../../../server/desk/files/csv/reading';
import { recordsOf as recordsOfWorkbook } from '../../../../server/desk/files/workbook/reading';
import type { DeskVisitor } from '../../../setup/desk';
import type { TestShop } from '../../../setup/shop';
import { runJobs } from '../../storefront/accounts/support';

export interface Sent {
  readonly path: string;
  readonly text: string;
}

export async function sendFile(
  shop: TestShop,
  owner: DeskVisitor,
  content: string | Buffer,
  form: Record<string, string> = {},
): Promise<Sent> {
  // What it is called says nothing of what it is.
  const file = { name: '상품.csv', type: 'text/csv', content: Buffer.from(content) };
  const answer = await owner.upload('/admin/files/import', file, form).expect(303);
  const path = String(answer.headers['location']);
  await runJobs(shop);
  return { path, text: await owner.text(path) };
}

export async function takeIn(shop: TestShop, owner: DeskVisitor, { path }: Sent): Promise<string> {
  await owner.post(`${path}/confirm`).expect(303);
  await runJobs(shop);
  return await owner.text(path);
}

export const stateOf = (shop: TestShop, { path }: Pick<Sent, 'path'>): Promise<string> =>
  shop.database.value<string>`select state from imports where id = ${path.split('/').at(-1)}`;

/** Of a file that {@link exported} or {@link workbook} gave: a record a row, by the names in its first. */
export async function rowsOf(file: string | Buffer): Promise<Record<string, string>[]> {
  const records: AsyncIterable<FileRecord> =
    typeof file === 'string' ? recordsOf(file, ',') : recordsOfWorkbook(file, () => true);
  const rows: (readonly string[])[] = [];
  for await (const { cells } of records) rows.push(cells);
  const [header = [], ...rest] = rows;
  return rest.map((row) => Object.fromEntries(header.map((name, at) => [name, row[at] ?? ''])));
}

export async function exported(owner: DeskVisitor, name: string, form: Record<string, string> = {}): Promise<string> {
  const { text } = await owner.post(`/admin/files/export/${name}`, form).expect(200);
  return text;
}

export async function workbook(owner: DeskVisitor, name: string, form: Record<string, string> = {}): Promise<Buffer> {
  const call = owner.post(`/admin/files/export/${name}`, { ...form, format: 'xlsx' }).responseType('blob');
  return (await call.expect(200)).body as Buffer;
}
