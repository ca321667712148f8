import { withTransaction, type TransactionHandle } from '../../../db/transaction';
import { variantField } from '../../../store/perfumes';
import { savePerfumes, type PerfumeToSave } from '../../../store/perfumes/service';
import type { Actor, Changes } from '../../audit/model';
import { recordChange } from '../../audit/service';
import type { DeskContext } from '../../services';
import { stateOf } from '../model';
import {
  digestOf,
  fieldOf,
  planOf,
  type BulkField,
  type BulkItem,
  type BulkPlan,
  type BulkPerfume,
  type BulkRequest,
} from './plan';
import {
  insertBulkChange,
  lockBulkChange,
  lockPerfumes,
  markUndone,
  perfumesOf,
  selectBulkChange,
  selectPerfumes,
} from './queries';

export interface BulkPreview {
  readonly perfumes: readonly BulkPerfume[];
  readonly plan: BulkPlan;
  readonly digest: string;
}

type BulkOutcome =
  | { readonly kind: 'done'; readonly id: string }
  /** It is not what she agreed to any more, or it can't be done. */
  | { readonly kind: 'changed'; readonly preview: BulkPreview };

export function createBulk({ pool, clock }: Pick<DeskContext, 'pool' | 'clock'>) {
  const previewOf = (perfumes: readonly BulkPerfume[], request: BulkRequest): BulkPreview => {
    const plan = planOf(request, perfumes, clock.now());
    return { perfumes, plan, digest: digestOf(plan, request) };
  };

  return {
    preview: async (ids: readonly number[], request: BulkRequest) =>
      previewOf(await selectPerfumes(pool, ids), request),

    apply: (ids: readonly number[], request: BulkRequest, digest: string, actor: Actor) =>
      withTransaction(pool, async (tx): Promise<BulkOutcome> => {
        const preview = previewOf(await lockPerfumes(tx, ids), request);
        const { plan, perfumes } = preview;
        if (preview.digest !== digest || plan.problems.length > 0 || plan.items.length === 0) {
          return { kind: 'changed', preview };
        }
        const at = clock.now();
        const field = fieldOf(request.change);
        const reason = request.change === 'stock_add' ? 'delivery' : 'correction';
        await change(tx, { field, items: plan.items, perfumes, actor, at, reason });
        const { items } = plan;
        return { kind: 'done', id: await insertBulkChange(tx, { staffId: actor.staffId, at, field, request, items }) };
      }),

    async find(id: string) {
      const bulk = await selectBulkChange(pool, id);
      return bulk && { change: bulk, perfumes: await selectPerfumes(pool, perfumesOf(bulk.items)) };
    },

    undo: (id: string, actor: Actor) =>
      withTransaction(pool, async (tx) => {
        const bulk = await lockBulkChange(tx, id);
        if (!bulk) return 'not-found';
        if (bulk.undoneAt) return 'was-undone';
        const perfumes = await lockPerfumes(tx, perfumesOf(bulk.items));
        const items = bulk.items.map((item) => ({ ...item, from: item.to, to: item.from }));
        if (!items.every((item) => isStillSo(item, bulk.field, perfumes))) return 'changed';
        const at = clock.now();
        await change(tx, { field: bulk.field, items, perfumes, actor, at, reason: 'correction' });
        await markUndone(tx, id, at);
        return 'undone';
      }),
  };
}

/** What was made is still there to be taken back: of counts, as many bottles as were added. */
function isStillSo(item: BulkItem, field: BulkField, perfumes: readonly BulkPerfume[]): boolean {
  const perfume = perfumes.find(({ id }) => id === item.productId);
  if (!perfume) return false;
  if (field === 'visibility') return !perfume.archivedAt && (perfume.publishedAt?.getTime() ?? null) === item.from;
  const variant = perfume.variants.find(({ id }) => id === item.id);
  if (!variant) return false;
  return field === 'price' ? variant.price === item.from : variant.stock + Number(item.to) - Number(item.from) >= 0;
}

interface Work {
  readonly field: BulkField;
  readonly items: readonly BulkItem[];
  readonly perfumes: readonly BulkPerfume[];
  readonly actor: Actor;
  readonly at: Date;
  readonly reason: 'correction' | 'delivery';
}

async function change(tx: TransactionHandle, work: Work): Promise<void> {
  const { field, items, perfumes, actor, at, reason } = work;
  const changed = perfumes.flatMap((perfume) => {
    const own = items.filter(({ productId }) => productId === perfume.id);
    return own.length > 0 ? [{ perfume, own }] : [];
  });
  const rows = changed.map(({ perfume, own }) => rowOf(perfume, own, field));
  await savePerfumes(tx, rows, { at, staffId: actor.staffId, reason });
  for (const { perfume, own } of changed) {
    const subject = { kind: 'product', id: perfume.id, name: perfume.nameKo } as const;
    const entry = { action: 'product.bulk', subject, changes: changesOf(perfume, own, field, at) } as const;
    await recordChange(tx, actor, entry, at);
  }
}

/** Prices are in the perfume's form: whoever has it open is told that it isn't the last version any more. */
function rowOf(perfume: BulkPerfume, items: readonly BulkItem[], field: BulkField): PerfumeToSave {
  const { id } = perfume;
  if (field === 'visibility') {
    const to = items[0]?.to ?? null;
    return { id, values: { published_at: to === null ? null : new Date(to) } };
  }
  const variants = items.map((item) => ({ id: item.id, [field]: amountsOf(perfume, item, field)[1] }));
  return { id, values: {}, variants, raisesVersion: field === 'price' };
}

/** A count may have moved since it was seen, and then moves on from there: what the ledger says is what happened. */
function amountsOf({ variants }: BulkPerfume, item: BulkItem, field: 'price' | 'stock'): readonly [number, number] {
  const [from, to] = [Number(item.from), Number(item.to)];
  if (field === 'price') return [from, to];
  const count = variants.find(({ id }) => id === item.id)?.stock ?? from;
  return [count, count + to - from];
}

function changesOf(perfume: BulkPerfume, items: readonly BulkItem[], field: BulkField, at: Date): Changes {
  if (field === 'visibility') {
    const state = (time: number | null): string =>
      stateOf({ publishedAt: time === null ? null : new Date(time), archivedAt: perfume.archivedAt }, at);
    return Object.fromEntries(items.map(({ from, to }) => ['state', [state(from), state(to)] as const]));
  }
  const pairs = items.map((item) => [variantField(item.sku ?? '', field), amountsOf(perfume, item, field)] as const);
  const versions = field === 'price' ? { version: [perfume.version, perfume.version + 1] as const } : {};
  return { ...Object.fromEntries(pairs), ...versions };
}
