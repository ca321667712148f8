import { readFile, stat, writeFile } from 'node:fs/promises';
import { createPendingOrders } from '../../../server/certificates/pending-order';
import { withDirectory } from '../../setup/directory';
import { createManualClock, DAY_MS } from './support/temporary';

const directory = withDirectory();
const order = { url: 'https://ca.test/order/1', key: 'PEM', names: ['b.test', 'a.test'], profile: 'classic' };

test('the order under way is found again by its names in any order and its profile, for a day, by its owner only', async () => {
  const file = directory.at('order.json');
  const clock = createManualClock();
  const pending = createPendingOrders(file, clock);
  expect(await pending.load(order)).toBeNull();
  await pending.save(order);
  expect(((await stat(file)).mode & 0o777).toString(8)).toBe('600');
  expect(await pending.load({ ...order, names: ['a.test', 'b.test'] })).toMatchObject(order);
  expect(await pending.load({ ...order, names: ['a.test'] })).toBeNull();
  expect(await pending.load({ ...order, profile: null })).toBeNull();
  clock.advanceMs(DAY_MS);
  expect(await pending.load(order)).toBeNull();
});

test('it is forgotten when it is cleared, and when its file is damaged', async () => {
  const file = directory.at('order.json');
  const pending = createPendingOrders(file, createManualClock());
  await pending.save(order);
  await writeFile(file, (await readFile(file, 'utf8')).slice(0, 40));
  expect(await pending.load(order)).toBeNull();
  await pending.save(order);
  await pending.clear();
  await pending.clear();
  expect(await pending.load(order)).toBeNull();
});
