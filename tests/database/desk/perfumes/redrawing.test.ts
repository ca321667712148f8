import { createHouseRedrawing } from '../../../../server/desk/perfumes';
import { createHouses } from '../../../../server/desk/perfumes/houses/service';
import { createPerfumes } from '../../../../server/desk/perfumes/service';
import { createPictureStore, type PictureStore } from '../../../../server/pictures/store';
import type { BottleShape } from '../../../../server/scent/bottles';
import { withStockedShop } from '../../../setup/catalogue';
import { deskVisitor } from '../../../setup/desk';
import { withDirectory } from '../../../setup/directory';

const { shop } = withStockedShop({ each: true });
const drawn = withDirectory();

let staffId: string;
let store: PictureStore;
beforeEach(async () => {
  ({ staffId } = await deskVisitor(shop));
  store = createPictureStore({ directory: drawn.path });
});

const SLUGS = ['after-rain', 'white-porcelain', 'yuzu-lantern'];

const workerOf = (pictures = store) => createHouseRedrawing({ ...shop.context, pictures });

const rowsOf = <R extends object>(sql: string): Promise<R[]> => shop.database.rows<R & Record<string, unknown>>(sql);
const pictures = async (): Promise<string[]> =>
  (await rowsOf<{ picture: string }>('select picture from perfumes order by id')).map(({ picture }) => picture);
const progress = async () =>
  (await rowsOf('select round, done, total, finished_at is not null as over from house_redraws'))[0];
const jobs = () => rowsOf("select key from graphile_worker.jobs where task_identifier = 'redraw-house'");

async function giveBottle(bottle: BottleShape): Promise<number> {
  const houses = createHouses(shop.context);
  const house = (await houses.find('test-house'))!;
  await houses.save(house, { ...house, bottle }, { staffId, name: 'owner', requestId: null });
  return house.id;
}

const storeThat = (slug: string, act: () => Promise<void>): PictureStore => ({
  ...store,
  async write(name, svg) {
    if (name === slug) await act();
    return store.write(name, svg);
  },
});

test('every picture of the house is drawn anew, nobody’s version is raised, and there is one job', async () => {
  const before = await pictures();
  const id = await giveBottle('arch');
  expect(await pictures()).toEqual(before);
  expect(await jobs()).toEqual([{ key: `redraw-house-${id}` }]);
  expect(await progress()).toEqual({ round: 1, done: 0, total: 3, over: false });
  await workerOf().redraw(id);
  const after = await pictures();
  expect(after.filter((picture) => before.includes(picture))).toEqual([]);
  for (const picture of after) expect(await store.has(picture)).toBe(true);
  expect(await progress()).toEqual({ round: 1, done: 3, total: 3, over: true });
  expect(await rowsOf('select distinct version from perfumes')).toEqual([{ version: 1 }]);
});

test('a house that is saved with its bottle as it was has nothing drawn', async () => {
  await giveBottle('cylinder');
  expect(await progress()).toBeUndefined();
  expect(await jobs()).toEqual([]);
});

test('cut off half-way it goes on with the next one, for whoever comes after a minute', async () => {
  const id = await giveBottle('arch');
  const drawn: string[] = [];
  const dies = storeThat('white-porcelain', () => Promise.reject(new Error('the process is gone')));
  await expect(workerOf(dies).redraw(id)).rejects.toThrow('gone');
  expect(await progress()).toEqual({ round: 1, done: 1, total: 3, over: false });
  await shop.database.run`delete from graphile_worker._private_jobs`;
  await workerOf().rescue();
  expect(await jobs()).toEqual([]);
  shop.clock.advance(61_000);
  await workerOf().rescue();
  expect(await jobs()).toHaveLength(1);
  const counting: PictureStore = { ...store, write: (name, svg) => (drawn.push(name), store.write(name, svg)) };
  await workerOf(counting).redraw(id);
  expect(drawn.filter((name) => SLUGS.includes(name))).toEqual(['white-porcelain', 'yuzu-lantern']);
  expect(await progress()).toMatchObject({ done: 3, over: true });
});

test('a second bottle meanwhile overtakes the first: the last one stands in every picture', async () => {
  const id = await giveBottle('arch');
  const disturbed = storeThat('white-porcelain', async () => void (await giveBottle('dome')));
  await workerOf(disturbed).redraw(id);
  expect(await progress()).toEqual({ round: 2, done: 0, total: 3, over: false });
  await workerOf().redraw(id);
  const last = await pictures();
  expect(await progress()).toEqual({ round: 2, done: 3, total: 3, over: true });
  // Drawn once more in the same bottle it is the same picture.
  await giveBottle('arch');
  await giveBottle('dome');
  await workerOf().redraw(id);
  expect(await pictures()).toEqual(last);
});

test('a perfume that is renamed while it is drawn is drawn by its new name', async () => {
  const id = await giveBottle('arch');
  let isRenamed = false;
  const renames = storeThat('after-rain', async () => {
    if (isRenamed) return;
    isRenamed = true;
    await shop.database.run`update perfumes set name_ko = '새 이름' where slug = 'after-rain'`;
  });
  await workerOf(renames).redraw(id);
  const [renamed] = await pictures();
  expect(await progress()).toMatchObject({ done: 3, over: true });
  await giveBottle('dome');
  await giveBottle('arch');
  await workerOf().redraw(id);
  expect((await pictures())[0]).toBe(renamed);
});

test('a perfume that was drawn in the old bottle while the house was drawn anew is drawn once more', async () => {
  const perfumes = createPerfumes(shop.context);
  const choices = await perfumes.choices();
  const before = (await perfumes.find(1))!;
  const id = await giveBottle('arch');
  await workerOf().redraw(id);
  const draft = { ...before, name_ko: '새 이름', variants: before.variants.map((one) => ({ ...one, seen: null })) };
  const typed = { version: before.version, draft, choices };
  expect(await perfumes.save(before, typed, { staffId, name: 'owner', requestId: null })).toMatchObject({
    kind: 'saved',
  });
  const [old] = await pictures();
  expect(await progress()).toEqual({ round: 2, done: 0, total: 3, over: false });
  await workerOf().redraw(id);
  expect((await pictures())[0]).not.toBe(old);
});

test('two workers with the same house draw each picture’s row once', async () => {
  const id = await giveBottle('arch');
  await Promise.all([workerOf().redraw(id), workerOf().redraw(id)]);
  await workerOf().redraw(id);
  expect(await progress()).toEqual({ round: 1, done: 3, total: 3, over: true });
});
