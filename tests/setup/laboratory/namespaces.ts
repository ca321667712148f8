/**
 * Two machines out of one: the process that calls this is the world (name servers, certificate authority, visitors), and
 * the shop's machine is a network namespace behind it, reached through a cloud's address translation and firewall. All of
 * it inside `unshare --user --map-root-user --net --mount`, so nobody has to be root.
 */
import { execFile, spawn } from 'node:child_process';
import { readlink, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ELSEWHERE_IPV6, FRONT_IPV6, MACHINE, NETWORK, ROUTER, SERVERS, VISITOR_IPV6 } from './places';

const run = promisify(execFile);

/** Puts back what was changed. */
export type Undo = () => Promise<void> | void;
export type Command = readonly [command: string, ...args: string[]];

export interface Machine {
  /** The same program, run on the shop's machine. */
  readonly inside: (command: Command) => Command;
  /** Rules for what passes to and from the machine that it doesn't see itself, as security groups and lists do. */
  readonly cloud: (...rules: readonly string[]) => Promise<Undo>;
  /** Rules of the machine's own firewall for what comes in. */
  readonly firewall: (...rules: readonly string[]) => Promise<Undo>;
  /** Whoever asks the machine for a page reaches what listens at the front's addresses. */
  readonly intercept: () => Promise<Undo>;
  /** Nobody's address leads to the machine any more. */
  readonly loseAddress: () => Promise<Undo>;
  readonly stop: () => void;
}

export async function exec(command: Command, input?: string): Promise<string> {
  const [program, ...args] = command;
  const running = run(program, args, { maxBuffer: 16 * 1024 * 1024 });
  if (input !== undefined) running.child.stdin?.end(input);
  return (await running).stdout;
}

const sh = (script: string): Command => ['sh', '-ec', script];

export async function openMachine(): Promise<Machine> {
  await exec(sh('ip link set lo up'));
  const holder = spawn('unshare', ['--net', '--', 'sleep', 'infinity'], { stdio: 'ignore' });
  const pid = holder.pid!;
  const own = await readlink('/proc/self/ns/net');
  while ((await readlink(`/proc/${pid}/ns/net`).catch(() => own)) === own) await sleep(5);
  const inside = (command: Command): Command => ['nsenter', '-t', String(pid), '-n', '--', ...command];

  await exec(sh(WORLD.replaceAll('$MACHINE', String(pid))));
  await exec(inside(sh(OWN)));
  await writeFile('/proc/sys/net/ipv4/ip_forward', '1');
  await writeFile('/proc/sys/net/ipv6/conf/all/forwarding', '1');
  await exec(['nft', '-f', '-'], TRANSLATION);

  let tables = 0;
  const withTable = (wrap: (command: Command) => Command, hooks: readonly string[]) => {
    return async (...rules: readonly string[]): Promise<Undo> => {
      const table = `fault${(tables += 1)}`;
      const chains = hooks.map(
        (hook) => `chain ${hook} { type filter hook ${hook} priority 10; policy accept; ${rules.join('; ')}; }`,
      );
      await exec(wrap(['nft', '-f', '-']), `table inet ${table} {\n${chains.join('\n')}\n}\n`);
      return async () => void (await exec(wrap(['nft', 'delete', 'table', 'inet', table])));
    };
  };
  return {
    inside,
    cloud: withTable((command) => command, ['forward', 'output', 'input']),
    firewall: withTable(inside, ['input']),
    async intercept() {
      await exec(['nft', '-f', '-'], INTERCEPTION);
      return async () => void (await exec(['nft', 'delete', 'table', 'inet', 'interception']));
    },
    async loseAddress() {
      await exec(['nft', 'delete', 'table', 'ip', 'translation']);
      return async () => void (await exec(['nft', '-f', '-'], TRANSLATION));
    },
    stop: () => void holder.kill('SIGKILL'),
  };
}

/** The world's end of the cable, and every address that somebody of the world answers at. */
const WORLD = `
ip link add world type veth peer name machine
ip link set machine netns $MACHINE
ip addr add ${ROUTER.ipv4}/20 dev world
ip -6 addr add ${ROUTER.ipv6}/64 dev world nodad
ip link set world up
${Object.values(SERVERS)
  .map((address) => `ip addr add ${address}/32 dev lo`)
  .join('\n')}
ip -6 addr add ${ELSEWHERE_IPV6}/128 dev lo nodad
ip -6 addr add ${FRONT_IPV6}/128 dev lo nodad
ip -6 addr add ${VISITOR_IPV6}/128 dev lo nodad
ip route add ${NETWORK} via ${MACHINE.own} dev world src ${SERVERS.visitor}
ip -6 route add ${MACHINE.ipv6}/128 dev world src ${VISITOR_IPV6}
`;

const OWN = `
ip link set lo up
ip addr add ${MACHINE.own}/20 dev machine
ip -6 addr add ${MACHINE.ipv6}/64 dev machine nodad
ip link set machine up
ip route add default via ${ROUTER.ipv4}
ip -6 route add default via ${ROUTER.ipv6}
`;

/** One address of the world for one machine, also when that machine asks for itself. */
const TRANSLATION = `
table ip translation {
  chain prerouting { type nat hook prerouting priority -100; ip daddr ${MACHINE.ipv4} dnat to ${MACHINE.own}; }
  chain output { type nat hook output priority -100; ip daddr ${MACHINE.ipv4} dnat to ${MACHINE.own}; }
  chain postrouting { type nat hook postrouting priority 100; ip saddr ${MACHINE.own} snat to ${MACHINE.ipv4}; }
  chain input { type nat hook input priority 100; ip saddr ${MACHINE.own} snat to ${MACHINE.ipv4}; }
}
`;

const TO_FRONT = [
  `ip daddr ${MACHINE.ipv4} tcp dport { 80, 443 } dnat ip to ${SERVERS.front}`,
  `ip6 daddr ${MACHINE.ipv6} tcp dport { 80, 443 } dnat ip6 to ${FRONT_IPV6}`,
].join('; ');
const INTERCEPTION = `
table inet interception {
  chain prerouting { type nat hook prerouting priority -110; ${TO_FRONT}; }
  chain output { type nat hook output priority -110; ${TO_FRONT}; }
}
`;
