/** Machines in systemd-nspawn. `nspawn.sh` beside this makes them; it can be used by hand as well. */
import { readFileSync } from 'node:fs';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Machine, type MachineCommand, type Machines, type Overlay } from './machine';
import { run, runOrThrow, tail, waitFor, type RunOptions } from './waits';

export const SCRIPT = 'nspawn.sh';
export const MACHINES = '/var/tmp/essence-aura-rehearsal';
/** The first image takes minutes on a slow line. */
const IMAGE_SECONDS = 900;
/** Its user-data, as on EC2. */
const FROM_METADATA = '-';
const FIRST_CUSTOMER = 10;
const CUSTOMERS = 50;

export function createNspawnMachines(options: {
  readonly directory: string;
  readonly onNews: (line: string) => void;
}): Machines {
  const script = path.join(options.directory, SCRIPT);
  const env = { MACHINES };
  const call = (args: readonly string[], how: RunOptions) => runOrThrow(script, args, { env, ...how });

  const remove = async (name: string): Promise<void> =>
    void (await call(['remove', name], { what: `the machine ${name} to be taken away`, seconds: 60 }));

  return {
    remove,
    async create(machineOptions, overlayOf) {
      const { name, dataDevice } = machineOptions;
      await call(['image'], { what: 'the image of Debian to be made', seconds: IMAGE_SECONDS, onLine: options.onNews });
      await remove(name);
      await call(['create', name, FROM_METADATA, ...(dataDevice ? [dataDevice] : [])], {
        what: `the machine ${name} to be made`,
        seconds: 120,
      });
      const said = await call(['address', name], { what: "the machine's address", seconds: 10 });
      const { addresses, beside } = readAddresses(said);
      const home = path.join(env.MACHINES, name);
      const files = await overlayOf({
        ...addresses,
        ...beside,
        metadataSocket: path.join(home, 'metadata.sock'),
        instanceId: () => readFileSync(path.join(home, 'instance'), 'utf8').trim(),
      });
      const layFiles = () => lay(path.join(home, 'root'), files);
      await layFiles();
      const renew = async (secondDisk: 'kept' | 'blank') => {
        const what = `another machine ${name} to be made`;
        await call(['renew', name, FROM_METADATA, secondDisk], { what, seconds: 120 });
        await layFiles();
      };
      return { ...machineOf(name, addresses), renew };
    },
  };

  function machineOf(
    name: string,
    addresses: Pick<Machine, 'address' | 'address6' | 'outside'>,
  ): Omit<Machine, 'renew'> {
    const network = addresses.address.split('.').slice(0, 3).join('.');
    const runOn = (command: string, how: MachineCommand) => run(script, ['run', name, command], { env, ...how });
    const boot = async () => (await call(['boot', name], { what: 'its first process', seconds: 10 })).trim();
    const machine: Omit<Machine, 'renew'> = {
      ...addresses,
      customers: Array.from({ length: CUSTOMERS }, (_, index) => `${network}.${FIRST_CUSTOMER + index}`),
      start: async () => void (await call(['start', name], { what: `the machine ${name} to boot`, seconds: 30 })),
      run: runOn,
      async runOrThrow(command, how) {
        const { code, stdout, stderr } = await runOn(command, how);
        if (code !== 0) throw new Error(`${how.what}: exit code ${code}: ${tail(stderr || stdout)}`);
        return stdout;
      },
      async put(content, file) {
        const what = `${file} to be written on the machine`;
        await machine.runOrThrow(`cat >'${file}'`, { what, seconds: 120, stdin: content });
      },
      powerOff: async () => void (await call(['power-off', name], { what: 'the power to be off', seconds: 60 })),
      async reboot() {
        const before = await boot();
        // It may be gone before it can say that it goes.
        await runOn('systemctl reboot', { what: 'it to accept a restart', seconds: 30 });
        await waitFor({ what: `the machine ${name} to restart`, seconds: 120 }, async () =>
          (await boot()) === before ? null : true,
        );
      },
      console: () => readFile(path.join(env.MACHINES, name, 'console.log'), 'utf8').catch(() => ''),
      received: async () => Number(await call(['received', name], { what: 'the count of bytes', seconds: 10 })),
      remove: () => remove(name),
    };
    return machine;
  }
}

/** In the order in which the script prints them. */
function readAddresses(said: string) {
  const [address = '', outside = '', address6 = '', ...others] = said.trim().split(' ');
  const [cloud = '', resolver = '', primary = '', ...secondaries] = others;
  return {
    addresses: { address, outside, address6 },
    beside: { cloud, resolver, nameServers: { primary, secondaries } },
  };
}

async function lay(root: string, overlay: Overlay): Promise<void> {
  for (const [file, { content, mode = 0o644 }] of Object.entries(overlay)) {
    const target = path.join(root, file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, content);
    await chmod(target, mode);
  }
}
