import type { Worker } from '../../../server/release/pm2';

/** Of the shop, as pm2 lists it. */
export const worker = (changed: Partial<Worker> = {}): Worker => ({
  app: 'shop',
  id: '0',
  outgoing: false,
  pid: 1,
  status: 'online',
  restarts: 0,
  directory: null,
  logFiles: [],
  ...changed,
});
