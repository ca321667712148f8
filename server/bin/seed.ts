/** `npm run seed`: the demo catalogue, once. Refused in production: a shop that sells shows what it sells. */
import path from 'node:path';
import { createPictureStore } from '../pictures/store';
import { demoSignIn, seedDemo } from '../seed';
import { prepareDataDirectory } from '../supervisor/preflight';
import { runCommand } from './run-command';

runCommand('seed', async (pool, { config }) => {
  if (config.mode === 'production') throw new Error('NODE_ENV is production: the demo catalogue is never put there');
  await prepareDataDirectory(config.dataDir);
  const store = createPictureStore({ directory: path.join(config.dataDir, 'pictures') });
  const signIn = await demoSignIn(config.dataDir);
  const fresh = await seedDemo(pool, store, signIn, new Date());
  console.log(fresh ? 'the demo catalogue is in' : 'the demo catalogue was there already; nothing was changed');
  console.log(`sign in as ${signIn.email} with ${signIn.password}`);
});
