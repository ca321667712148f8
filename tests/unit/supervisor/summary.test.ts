import { readEnvironment } from '../../../server/config/env';
import { summaryLines } from '../../../server/supervisor/summary';

test('says where the desk is, and how to get in: there is no account to name', async () => {
  const { config } = readEnvironment({});
  const lines = await summaryLines({
    config,
    demo: null,
    caFile: null,
    outboxDirectory: null,
    logDirectory: '/var/log',
  });
  expect(lines).toContain('  Desk        https://app.essence-aura.localhost:8443/admin');
  expect(lines.join('\n')).toContain('npm run owner -- YOUR-EMAIL');
});
