import path from 'node:path';
import type { Executor } from '../../../db/pool';
import { withTransaction } from '../../../db/transaction';
import type { Locale } from '../../../i18n/locale';
import { AppError } from '../../../process/errors';
import { asError } from '../../../process/thrown';
import { createNames } from '../../../store/perfumes';
import type { Known } from '../../../store/perfumes/model';
import type { OwnerNotices } from '../../access';
import type { Actor } from '../../audit/model';
import { recordChange } from '../../audit/service';
import { koreanDay } from '../../figures';
import type { DeskServices } from '../../services';
import { translateTo } from '../../texts';
import { TimeCell, type Cell } from '../cell';
import { csvParts } from '../csv/writing';
import {
  COLUMNS as PERFUME_FILE,
  headerOf,
  MARK,
  PERFUME_COLUMNS,
  VARIANT_COLUMNS,
  type Column,
} from '../imports/columns';
import { markOf } from '../imports/marks';
import type { deskFiles } from '../texts.ko';
import { workbookParts } from '../workbook/writing';
import { OF_PEOPLE, type ExportName, type ExportOptions, type ExportRow } from './model';
import { selectForExport, selectPerfumes, type ExportedVariant } from './queries';
import { openSpool, type Spool } from './spool';

export interface ExportRequest extends ExportOptions {
  readonly name: ExportName;
  readonly locale: Locale;
  readonly actor: Actor;
  readonly now: Date;
}

type Begin = (fileName: string) => void;
type TakePart = (bytes: Buffer) => Promise<void>;

/** Each holds a connection of the pool, which pages need too, and then a file on the disk. */
const AT_ONCE = 2;
const RETRY_SECONDS = 30;

export function createExports({ context: { pool, dataDir }, ownerNotices: owners }: DeskServices) {
  let underWay = 0;

  async function spooled(request: ExportRequest, begin: Begin, part: TakePart): Promise<void> {
    const spool = await openSpool(path.join(dataDir, 'exports'));
    // In one transaction, so that it is of one moment.
    const writing = withTransaction(pool, (tx) => writeTo(spool, tx, request)).then(
      () => spool.end(),
      (error: unknown) => spool.end(asError(error)),
    );
    let isFirst = true;
    try {
      for await (const bytes of spool.parts()) {
        if (isFirst) begin(fileNameOf(request));
        isFirst = false;
        await part(bytes);
      }
    } finally {
      spool.abandon();
      await writing;
      await spool.close();
    }
  }

  return {
    /** @param begin called before the first part, once nothing can be refused @throws AppError too-many-requests */
    async write(request: ExportRequest, begin: Begin, part: TakePart): Promise<void> {
      if (underWay >= AT_ONCE) throw new AppError('too-many-requests', { retryAfterSeconds: RETRY_SECONDS });
      underWay += 1;
      try {
        // Committed before the first byte: who breaks off has most of the file.
        await withTransaction(pool, (tx) => recordExport(tx, owners, request));
        await spooled(request, begin, part);
      } finally {
        underWay -= 1;
      }
    },
  };
}

const fileNameOf = ({ name, format, now }: ExportRequest): string => `essence-aura-${name}-${koreanDay(now)}.${format}`;

async function recordExport(tx: Executor, owners: OwnerNotices, request: ExportRequest): Promise<void> {
  const { name, actor, now } = request;
  const fileName = fileNameOf(request);
  const subject = { kind: 'files', id: name, name: fileName } as const;
  await recordChange(tx, actor, { action: 'file.export', subject }, now);
  if (!OF_PEOPLE.includes(name)) return;
  const facts = (locale: Locale) => [{ label: translateTo(locale)('deskFiles:fileName'), value: fileName }];
  await owners.tell(tx, { act: 'export', by: actor, at: now, facts });
}

async function writeTo(spool: Spool, tx: Executor, request: ExportRequest): Promise<void> {
  const { name, locale, format } = request;
  const rows = name === 'products' ? perfumeTable(tx, request) : plainTable(tx, name, request);
  const sheet = translateTo(locale)(`deskFiles:exports.${name}.title`);
  const hidden = [headerOf(MARK, locale)];
  const parts = format === 'xlsx' ? workbookParts(rows, { sheet, hidden }) : csvParts(rows);
  for await (const part of parts) await spool.write(part);
}

/** Its times may be taken for times; what else is text must stay text. */
const cellOf = (column: string, value: Cell): Cell =>
  typeof value === 'string' && value !== '' && /(^|_)at$|^day$|_since$/.test(column) ? new TimeCell(value) : value;

type Rows = AsyncGenerator<readonly (readonly Cell[])[]>;

async function* plainTable(tx: Executor, name: Exclude<ExportName, 'products'>, request: ExportRequest): Rows {
  const text = translateTo(request.locale);
  const columns = COLUMNS[name];
  yield [columns.map((column) => text(`deskFiles:columns.${column}`))];
  for await (const rows of selectForExport(tx, name, request)) {
    yield rows.map((row: ExportRow) => columns.map((column) => cellOf(column, row[column] ?? null)));
  }
}

async function* perfumeTable(tx: Executor, { locale, now }: ExportRequest): Rows {
  yield [PERFUME_FILE.map((column) => headerOf(column, locale))];
  const known: Known = { houses: createNames([]), notes: createNames([]), now };
  for await (const rows of selectPerfumes(tx)) yield rows.map((row) => perfumeCells(row, known));
}

function perfumeCells({ slug, perfume, sku, variant }: ExportedVariant, known: Known): readonly Cell[] {
  const written = (columns: readonly Column<string>[], values: object | null) =>
    columns.map(({ name, column, type }) => {
      return [column, values ? type.write(values[name as keyof typeof values], known) : ''] as const;
    });
  const ofPerfume = [['slug', slug] as const, ...written(PERFUME_COLUMNS, perfume)];
  const ofVariant = [['sku', sku ?? ''] as const, ...written(VARIANT_COLUMNS, variant)];
  const mark = markOf(slug, ofPerfume) + (sku === null ? '' : markOf(sku, ofVariant));
  return [...[...ofPerfume, ...ofVariant].map(([column, value]) => cellOf(column, value)), mark];
}

const COLUMNS: Readonly<Record<Exclude<ExportName, 'products'>, readonly (keyof (typeof deskFiles)['columns'])[]>> = {
  orders: [
    'number',
    'placed_at',
    'status',
    'channel',
    'payment_method',
    'depositor',
    'paid_at',
    'shipped_at',
    'delivered_at',
    'closed_at',
    'flag',
    'carrier',
    'tracking_number',
    'email',
    'recipient',
    'phone',
    'postcode',
    'address_line1',
    'address_line2',
    'delivery_note',
    'subtotal',
    'delivery_fee',
    'total',
    'received',
    'refunded',
    'sku',
    'perfume',
    'house',
    'volume_ml',
    'quantity',
    'unit_price',
    'amount',
  ],
  customers: [
    'email',
    'name',
    'account_since',
    'locale',
    'orders',
    'received',
    'refunded',
    'bought_for',
    'first_order_at',
    'last_order_at',
    'blocked',
  ],
  stock: ['at', 'sku', 'perfume', 'volume_ml', 'change', 'balance', 'reason', 'order_number', 'person', 'note'],
  figures: ['day', 'payment_method', 'orders', 'received', 'refunds', 'refunded', 'net'],
};
