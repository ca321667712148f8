import { readEnvironment } from '../../../server/config/env';
import { createContext } from '../../../server/doctor/create-context';
import { systemClock } from '../../../server/process/clock';

const { config } = readEnvironment({ DATA_DIR: '/nowhere/data' });
const contextOf = (domain: string | null) =>
  createContext({ config, domain, databaseUrl: null, mailUrl: 'file:/nowhere', clock: systemClock });

test('the environment’s own name may be private', async () => {
  const { target } = await contextOf('essence-aura.localhost');
  expect(target).toMatchObject({ hosts: { apex: 'essence-aura.localhost' }, isPublic: false, httpsPort: 8443 });
});

test.each(['shop.internal', 'x.local', 'shop.test'])('%s, which is private and another’s, is refused', async (name) => {
  await expect(contextOf(name)).rejects.toThrow(
    `${name} is a private name, and not the one of this environment, which is essence-aura.localhost`,
  );
});

test('another one’s shop needs no environment', async () => {
  const around = { config: null, databaseUrl: null, mailUrl: null, clock: systemClock };
  const { target, inside } = await createContext({ ...around, domain: 'essence-aura.com' });
  expect([target.httpPort, target.httpsPort, target.shopPort, inside]).toEqual([80, 443, 3001, null]);
  await expect(createContext({ ...around, domain: 'x.local' })).rejects.toThrow(/^x\.local is a private name/);
  await expect(createContext({ ...around, domain: null })).rejects.toThrow('Nobody named a domain');
});
