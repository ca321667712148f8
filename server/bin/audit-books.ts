/** `npm run audit:books`: do stock, totals and refunds add up? Prints what was looked at; exit code 1 when they don't. */
import { auditBooks, describeBooks } from '../store/books/service';
import { runCommand } from './run-command';

runCommand('audit-books', async (pool) => {
  const checks = await auditBooks(pool);
  for (const line of describeBooks(checks)) console.log(line);
  if (checks.some(({ faults }) => faults.length > 0)) process.exitCode = 1;
});
