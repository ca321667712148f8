/** An operator's own variable, set and taken out again: what the shop's workers have of it after a reload. */
import { type Machine } from './machine';
import { type Report } from './report';
import { waitFor } from './waits';

const NAME = 'REHEARSED';
const LOCAL = '/etc/essence-aura/environment.local';
const HAND_OVER = 'essence-aura-environment';

export async function rehearseVariables(report: Report, machine: Machine): Promise<void> {
  await machine.runOrThrow(`echo ${NAME}=yes >>${LOCAL} && ${HAND_OVER}`, {
    what: 'a variable to be set',
    seconds: 120,
  });
  await untilWorkersHave(machine, 'yes');
  await machine.runOrThrow(`sed --in-place '/^${NAME}=/d' ${LOCAL} && ${HAND_OVER}`, {
    what: 'a variable to be taken out',
    seconds: 120,
  });
  await untilWorkersHave(machine, '');
  report.find('a variable, set and taken out by a reload of the service', 'each worker has it so', true);
}

/** All of them: while a reload is under way there are others. pm2 hands a worker its variables over as JSON in one. */
async function untilWorkersHave(machine: Machine, value: string): Promise<void> {
  const look =
    "for pid in $(essence-aura-run pm2 pid shop | grep -E '^[0-9]+$'); do " +
    `tr '\\0' '\\n' </proc/$pid/environ | grep -o '"${NAME}":"[^"]*"' | sort -u | grep . || echo "$pid has none"; done`;
  await waitFor({ what: `every worker of the shop to have ${NAME}=${value}`, seconds: 60 }, async () => {
    const said = await machine.runOrThrow(look, { what: "the workers' environment", seconds: 20 });
    const lines = said.trimEnd().split('\n');
    if (lines.every((found) => found === `"${NAME}":"${value}"`)) return true;
    throw new Error(lines.join(', '));
  });
}
