/** An operator's own variable, set and taken out again: what the shop's workers have of it after a reload. */
import { type Machine } from './machine';
import { type Report } from './report';
import { waitFor } from './waits';

const NAME = 'REHEARSED';
const LOCAL = '/etc/essence-aura/environment.local';
const HAND_OVER = 'essence-aura-environment && systemctl reload essence-aura';

export async function rehearseVariables(report: Report, machine: Machine): Promise<void> {
  await machine.runOrThrow(`echo ${NAME}=yes >>${LOCAL} && ${HAND_OVER}`, {
    what: 'a variable to be set',
    seconds: 120,
  });
  await untilWorkersHave(machine, `${NAME}=yes`);
  await machine.runOrThrow(`sed --in-place '/^${NAME}=/d' ${LOCAL} && ${HAND_OVER}`, {
    what: 'a variable to be taken out',
    seconds: 120,
  });
  await untilWorkersHave(machine, `${NAME}=`);
  report.find('a variable, set and taken out by a reload of the service', 'each worker has it so', true);
}

/** All of them: while a reload is under way there are others. */
async function untilWorkersHave(machine: Machine, line: string): Promise<void> {
  const look =
    "for pid in $(essence-aura-run pm2 pid shop | grep -E '^[0-9]+$'); do " +
    `tr '\\0' '\\n' </proc/$pid/environ | grep '^${NAME}=' || echo "$pid has none"; done`;
  await waitFor({ what: `every worker of the shop to have ${line}`, seconds: 60 }, async () => {
    const said = await machine.runOrThrow(look, { what: "the workers' environment", seconds: 20 });
    const lines = said.trimEnd().split('\n');
    if (lines.every((found) => found === line)) return true;
    throw new Error(lines.join(', '));
  });
}
