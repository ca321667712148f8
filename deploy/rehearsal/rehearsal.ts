import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hostsOf } from '../../server/hosts';
import { messageOf } from '../../server/process/thrown';
import { packArtefact } from '../../server/release/artefact';
import { runProgram } from '../../server/release/run-program';
import { takeStage } from './alone';
import { orderInBrowser } from './browse';
import { rehearseDeploys, type Deploys } from './deploys';
import { rehearsePowerOff, rehearseReboot, rehearseRestore } from './disasters';
import { rehearseDoctor } from './examine';
import { rehearseHostUpgrade } from './host-upgrade';
import { rehearseLateNames } from './late-names';
import { launch } from './launch';
import { rehearseLostMachine, rehearseLostVolume } from './losses';
import { type Machine } from './machine';
import { createNspawnMachines } from './nspawn-machine';
import { fillShelves, findGoods } from './on-the-machine';
import { findByTags } from './operator-aws';
import { captureProgram, type Captured } from './program';
import { createReport, type Report } from './report';
import { rehearseRole } from './role';
import { createOperator, type Operator } from './ssh';
import { startSurroundings, type Surroundings } from './surroundings';
import { rehearseUpkeep } from './upkeep';
import { endAllThatRuns } from './waits';

export interface RehearsalOptions {
  readonly root: string;
  readonly print: (line: string) => void;
  readonly signal: AbortSignal;
  /** Leaves the machine running at the end, to look around. */
  readonly keep?: boolean;
  /** Leaves out the deploys, which take most of the time, while something else is looked for. */
  readonly withoutDeploys?: boolean;
}

const NAME = 'shop';
/** How long the story may take to notice that it is over. */
const END_SECONDS = 20;
/** A name that is nobody's, by RFC 6761. */
const DOMAIN = 'essence-aura.test';
const REGION = 'ap-northeast-2';

export async function rehearse({
  root,
  print,
  signal,
  keep = false,
  withoutDeploys = false,
}: RehearsalOptions): Promise<Report> {
  const leaveStage = await takeStage();
  const operator = await createOperator();
  const report = createReport(print, signal);
  const directory = path.join(root, 'deploy', 'rehearsal');
  const machines = createNspawnMachines({ directory, onNews: report.note });
  let machine: Machine | null = null;
  let surroundings: Surroundings | null = null;
  const stopped = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
  stopped.catch(() => undefined);

  async function story(): Promise<void> {
    const artefact = await report.step('the release, packed', () => packArtefact(runProgram, root, new Date()));
    report.note(`${artefact.id}, ${(artefact.bytes / 1e6).toFixed(1)} MB`);
    const captured = await report.step('what pulumi up would make, from its mocks', () => capture(root, operator));
    report.note(`${captured.resources.length} resources, ${captured.userData.length} bytes of user-data`);
    machine = await report.step('a machine, its network, and what stands beside it', () =>
      machines.create(
        { name: NAME, userData: captured.userData, dataDevice: dataDeviceOf(captured) },
        async (network) => {
          surroundings = await startSurroundings(network, { domain: DOMAIN, region: REGION, captured, directory });
          return surroundings.overlay;
        },
      ),
    );
    const beside = surroundings;
    if (!beside) throw new Error('nothing stands beside the machine');
    const made = machine;
    const shop = await report.step('first boot, until the shop is open', () =>
      launch(report, { machine: made, surroundings: beside, domain: DOMAIN }),
    );
    const goods = await report.step('goods on the shelves', async () => {
      await fillShelves(made);
      return findGoods(made);
    });
    await report.attempt('the doctor', () => rehearseDoctor(report, made, shop));
    const overSsh = await operator.roadTo(made.address);
    const { account } = beside;
    const find = (what: string) => findByTags(report, what, { account, directory, machine: NAME });
    const overSsm = await report.step('the machine, by its tags and over Systems Manager', () =>
      find('the machine, found by its tags'),
    );
    await rehearseActs(report, {
      deploys: { machine: made, shop, goods, artefact, overSsh, overSsm },
      surroundings: beside,
      withoutDeploys,
    });
    await report.attempt('the machine of now, by its tags', () =>
      find('the machine that took the place of the lost ones, found by its tags'),
    );
    await report.attempt("the machine's role", () => rehearseRole(report, made, account));
  }

  const told = story();
  try {
    await Promise.race([told, stopped]);
  } catch (error) {
    report.note(`ended early: ${messageOf(error)}`);
    report.fail();
  } finally {
    if (keep && !signal.aborted) {
      report.note(`the machine runs on: deploy/rehearsal/nspawn.sh run ${NAME} COMMAND. Ctrl-C takes it away`);
      await stopped.catch(() => undefined);
    }
    endAllThatRuns();
    // It notices at its next step, and may have begun to make something until then.
    await Promise.race([told.catch(() => undefined), sleep(END_SECONDS * 1_000, undefined, { ref: false })]);
    await machines.remove(NAME);
    await (surroundings as Surroundings | null)?.stop();
    await operator.forget();
    leaveStage();
  }
  return report;
}

interface Stage {
  readonly deploys: Deploys;
  readonly surroundings: Surroundings;
  readonly withoutDeploys: boolean;
}

/** What happens to a shop that is open, one act after the other: the losses last, as they leave little behind. */
async function rehearseActs(report: Report, { deploys, surroundings, withoutDeploys }: Stage): Promise<void> {
  const { machine } = deploys;
  const names = hostsOf(DOMAIN).all.map(({ name }) => name);
  await report.attempt('an order in a browser', () => orderInBrowser(report, deploys));
  await report.attempt('name servers that are set late', () =>
    rehearseLateNames(report, { machine, surroundings, names }),
  );
  if (!withoutDeploys) {
    await rehearseDeploys(report, deploys);
    await report.attempt('an upgrade of the host', () => rehearseHostUpgrade(report, deploys));
  }
  await report.attempt('the plug is pulled while people order', () => rehearsePowerOff(report, deploys));
  await report.attempt('a restart', () => rehearseReboot(report, deploys));
  await report.attempt('a restore to a moment', () => rehearseRestore(report, deploys));
  await report.attempt('upkeep', () => rehearseUpkeep(report, machine, DOMAIN));
  await report.attempt('the machine is lost', () => rehearseLostMachine(report, deploys));
  await report.attempt('its volume is lost too', () => rehearseLostVolume(report, deploys));
}

function capture(root: string, { publicKey }: Operator): Promise<Captured> {
  return captureProgram({
    root,
    stack: 'production',
    address: '203.0.113.10',
    secretKeys: ['essence-aura:secrets'],
    config: {
      'aws:region': REGION,
      'essence-aura:domain': DOMAIN,
      'essence-aura:ownerEmail': `owner@${DOMAIN}`,
      'essence-aura:mail': 'own',
      'essence-aura:adminKey': publicKey,
      'essence-aura:secrets': JSON.stringify({ MAIL_URL: 'file:///var/lib/essence-aura/outbox' }),
    },
  });
}

/** The name under which the program attaches its data volume, from what it tells the machine. */
function dataDeviceOf(captured: Captured): string | null {
  const volume = captured.resources.find(({ type }) => type === 'aws:ebs/volume:Volume');
  return volume ? `/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_${`${volume.name}-id`.replace('-', '')}` : null;
}
