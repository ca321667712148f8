/** `npm run seed`: the demo catalogue, once. Refused in production: a shop that sells shows what it sells. */
import path from 'node:path';
import { createPictureStore } from '../pictures/store';
import { houses, notes } from '../seed/catalogue';
import { seedDemoSettings } from '../seed/demo';
import { seedCatalogue } from '../seed/seed-catalogue';
import { runCommand } from './run-command';

runCommand('seed', async (pool, { config }) => {
  if (config.mode === 'production') throw new Error('NODE_ENV is production: the demo catalogue is never put there');
  const store = createPictureStore({ directory: path.join(config.dataDir, 'pictures') });
  const fresh = await seedCatalogue(pool, store, { houses, notes }, new Date());
  if (fresh) await seedDemoSettings(pool);
  console.log(fresh ? 'the demo catalogue is in' : 'the demo catalogue was there already; nothing was changed');
});
