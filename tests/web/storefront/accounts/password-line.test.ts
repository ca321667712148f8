/** The line in which passwords wait for their turn: whoever fills it waits, and not who comes from elsewhere. */
import { CHEAP, member, OFTEN, PASSWORD, somebody, withAccountShop } from './support';

// Dear enough that all are in line before the first has its turn.
const shop = withAccountShop({ passwordCost: { ...CHEAP, ln: 15 }, limits: { signInAccount: OFTEN } });

const from = (address: string) => ({ 'X-Forwarded-For': address });

test('of thirty sign-ins at once from one address three are worked on; a member elsewhere signs in meanwhile', async () => {
  const { person } = await member(shop, somebody(), from('10.5.0.1'));
  const crowd = Array.from({ length: 30 }, () =>
    shop.visitor().signIn(somebody().email, 'a wrong guess', from('10.5.0.2')),
  );
  const answers = Promise.all(crowd);
  const hers = shop.visitor().signIn(person.email, PASSWORD, from('10.5.0.3'));
  const [statuses, own] = [(await answers).map(({ status }) => status), await hers];
  expect(own.status).toBe(303);
  // As one ends, another may come: never more than three at a time.
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(20);
  expect(statuses.filter((status) => status === 422).length).toBeGreaterThanOrEqual(3);
});

test('whoever is turned away is told when to come back, loses nothing typed, and none of her attempts', async () => {
  const { person } = await member(shop, somebody(), from('10.6.0.1'));
  const answers = await Promise.all(
    Array.from({ length: 12 }, () => shop.visitor().signIn(person.email, PASSWORD, from('10.6.0.2'))),
  );
  const refused = answers.find(({ status }) => status === 429)!;
  expect(refused.headers['retry-after']).toBe('15');
  expect(refused.text).toContain(`value="${person.email}"`);
  const rows = await shop.database.rows`
    select outcome, sum(times)::integer as times from sign_ins where account_id = (select id from accounts
    where email = ${person.email}) group by 1 order by 1`;
  const done = answers.filter(({ status }) => status === 303).length;
  expect(rows).toEqual([
    { outcome: 'in', times: done },
    { outcome: 'registered', times: 1 },
  ]);
});
