import fc from 'fast-check';
import {
  isRunningOut,
  refusalOf,
  roomForTransfer,
  UNPAID_LIMITS,
  type Volume,
  type Wish,
} from '../../../../server/store/orders/unpaid/rule';
import { hoursToPay } from '../../../../server/store/payments';

const volumeOf = (variantId: number, stock: number, more: Partial<Volume> = {}): Volume => ({
  variantId,
  stock,
  lowStock: 5,
  held: 0,
  heldByTransfer: 0,
  ...more,
});

const nothing = { ofPerson: 0, ofAddress: 0, bottlesOfAddress: 0 };
const wishOf = (more: Partial<Wish> = {}): Wish => ({
  isGuest: true,
  lines: [{ variantId: 1, quantity: 1 }],
  volumes: [volumeOf(1, 20)],
  open: { bank: nothing, card: nothing },
  ...more,
});
const line = (quantity: number, variantId = 1) => ({ variantId, quantity });

const volumes = fc
  .record({ stock: fc.nat(60), held: fc.nat(60), share: fc.double({ min: 0, max: 1, noNaN: true }) })
  .map(({ stock, held, share }) => volumeOf(1, stock, { held, heldByTransfer: Math.floor(held * share) }));

test('transfers that are taken one after another hold at most half of a volume, and never its last bottle', () => {
  fc.assert(
    fc.property(fc.nat(40), fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 40 }), (stock, wanted) => {
      let shelf = volumeOf(1, stock);
      for (const quantity of wanted) {
        if (refusalOf('bank', wishOf({ lines: [line(quantity)], volumes: [shelf] })) !== null) continue;
        const held = shelf.held + quantity;
        shelf = volumeOf(1, shelf.stock - quantity, { held, heldByTransfer: held });
      }
      expect(shelf.heldByTransfer).toBeLessThanOrEqual(Math.floor(stock / 2));
      if (stock > 0) expect(shelf.stock).toBeGreaterThanOrEqual(1);
    }),
  );
});

test('however a shelf came about, one more transfer leaves it within its half and with a bottle', () => {
  fc.assert(
    fc.property(volumes, fc.integer({ min: 1, max: 60 }), (volume, quantity) => {
      const taken = refusalOf('bank', wishOf({ isGuest: false, lines: [line(quantity)], volumes: [volume] })) === null;
      expect(taken).toBe(quantity <= roomForTransfer(volume));
      if (!taken) return;
      expect((volume.heldByTransfer + quantity) * 2).toBeLessThanOrEqual(volume.stock + volume.held);
      expect(volume.stock - quantity).toBeGreaterThanOrEqual(1);
    }),
  );
});

test('the share refuses no card', () => {
  fc.assert(
    fc.property(volumes, fc.integer({ min: 1, max: 60 }), (volume, quantity) => {
      expect(refusalOf('card', wishOf({ lines: [line(quantity)], volumes: [volume] }))).toBeNull();
    }),
  );
});

test.each([
  [0, 0],
  [1, 0],
  [2, 1],
  [3, 1],
  [7, 3],
  [20, 10],
])('of %i bottles transfers may hold %i', (stock, room) => {
  expect(roomForTransfer(volumeOf(1, stock))).toBe(room);
});

test('cards under way hold bottles too: what is left for transfers is still half of all, but for the last on the shelf', () => {
  expect(roomForTransfer(volumeOf(1, 4, { held: 6 }))).toBe(3);
  expect(roomForTransfer(volumeOf(1, 1, { held: 9 }))).toBe(0);
  expect(roomForTransfer(volumeOf(1, 5, { held: 5, heldByTransfer: 5 }))).toBe(0);
});

test('two unpaid transfers a person and forty an address, of which what is by card counts apart', () => {
  const open = (bank: Partial<typeof nothing>, card: Partial<typeof nothing> = {}) => ({
    open: { bank: { ...nothing, ...bank }, card: { ...nothing, ...card } },
  });
  expect(refusalOf('bank', wishOf(open({ ofPerson: 1, ofAddress: 39, bottlesOfAddress: 117 })))).toBeNull();
  expect(refusalOf('bank', wishOf(open({ ofPerson: 2 })))).toEqual({ code: 'person', most: 2 });
  expect(refusalOf('bank', wishOf(open({ ofAddress: 40 })))).toEqual({ code: 'address' });
  expect(refusalOf('card', wishOf(open({ ofPerson: 9, ofAddress: 99, bottlesOfAddress: 120 })))).toBeNull();
  expect(refusalOf('card', wishOf(open({}, { ofPerson: 3 })))).toEqual({ code: 'person', most: 3 });
  expect(refusalOf('card', wishOf(open({}, { ofAddress: 80 })))).toEqual({ code: 'address' });
});

test('both ways together hold 156 bottles an address, so that one used up leaves little of the other', () => {
  const held = (bank: number, card: number) => ({
    bank: { ...nothing, bottlesOfAddress: bank },
    card: { ...nothing, bottlesOfAddress: card },
  });
  const wish = (bank: number, card: number) => wishOf({ lines: [line(3)], open: held(bank, card) });
  expect(refusalOf('card', wish(120, 33))).toBeNull();
  expect(refusalOf('card', wish(120, 34))).toEqual({ code: 'address' });
  expect(refusalOf('bank', wish(33, 120))).toBeNull();
  expect(refusalOf('bank', wish(34, 120))).toEqual({ code: 'address' });
});

test('members order more, but what an address holds stays within what forty guests may', () => {
  const { perAddress, bottlesPerAddress } = UNPAID_LIMITS.bank;
  expect(bottlesPerAddress).toBe(perAddress * UNPAID_LIMITS.guestBottles);
  const member = (quantity: number, bottlesOfAddress: number): Wish =>
    wishOf({
      isGuest: false,
      lines: [line(quantity)],
      volumes: [volumeOf(1, 400)],
      open: { bank: { ofPerson: 0, ofAddress: 3, bottlesOfAddress }, card: nothing },
    });
  expect(refusalOf('bank', member(20, 100))).toBeNull();
  expect(refusalOf('bank', member(20, 101))).toEqual({ code: 'address' });
});

test('where an order leaves no more than the owner’s mark on the shelf, it waits for a day at most', () => {
  const running = (quantity: number) => isRunningOut({ lines: [line(quantity)], volumes: [volumeOf(1, 8)] });
  expect([running(2), running(3)]).toEqual([false, true]);
  const bank = { bank: '', account: '', holder: '', deadlineHours: 72 };
  expect([hoursToPay(bank, false), hoursToPay(bank, true)]).toEqual([72, 24]);
  expect(hoursToPay({ ...bank, deadlineHours: 12 }, true)).toBe(12);
});
