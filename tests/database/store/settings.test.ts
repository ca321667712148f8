import { createSettings, readSettings } from '../../../server/store/settings/service';
import { withDatabase } from '../../setup/database';

const database = withDatabase();

test('nothing set means blank legal data and the default delivery rule', async () => {
  const settings = await createSettings(database.pool).current();
  expect(settings.delivery).toEqual({
    ...{ fee: 3_000, freeFrom: 50_000, carrier: '', areasWhenFree: 'charged' },
    ...{ cutOffHour: 14, transitDays: 1, transitMore: 1 },
  });
  expect(new Set(Object.values(settings.seller))).toEqual(new Set(['']));
});

test.each([
  [{ 'seller.company': 'x', 'delivery.fee': '-1' }, 'delivery.fee'],
  [{ 'seller.company': 'x', 'delivery.fee': '1e3' }, 'delivery.fee'],
  [{ 'seller.company': 'x', 'seller.password': 'y' }, 'seller.password'],
  [{ 'seller.company': 'x', 'bank.deadlineHours': 0 }, 'bank.deadlineHours'],
])('of %j nothing is kept, and %s is named', async (values, named) => {
  const before = await readSettings(database.pool);
  await expect(createSettings(database.pool).change(values)).rejects.toThrow(named);
  expect(await readSettings(database.pool)).toEqual(before);
});
