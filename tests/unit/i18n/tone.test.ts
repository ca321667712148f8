import { en, ko } from './all-texts';

test.each(['cart', 'checkout', 'contacts', 'orders', 'orderWords'] as const)('%s raises its voice nowhere', (name) => {
  const loud = JSON.stringify([ko[name], en[name]]).match(/[^"]*!/g);
  expect(loud).toBeNull();
});
