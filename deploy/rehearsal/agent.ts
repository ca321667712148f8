/** The agent as a package of Debian's, as AWS offers its own below a public address of S3. */
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { runOrThrow } from './waits';

const CONTROL = `Package: amazon-ssm-agent
Version: 0.0.0.0
Architecture: all
Maintainer: A rehearsal <nobody@example.com>
Depends: curl, jq
Description: stands in for the agent of Systems Manager
`;

/** Under the name by which every region has it: `amazon-ssm-REGION/latest/debian_ARCHITECTURE/amazon-ssm-agent.deb`. */
export async function packAgent(directory: string): Promise<Buffer> {
  const scratch = await mkdtemp(path.join(os.tmpdir(), 'rehearsal-'));
  try {
    const tree = path.join(scratch, 'tree');
    const lay = async (file: string, at: string): Promise<void> => {
      await mkdir(path.join(tree, path.dirname(at)), { recursive: true });
      await cp(path.join(directory, file), path.join(tree, at));
    };
    await lay('amazon-ssm-agent', 'usr/bin/amazon-ssm-agent');
    await lay('amazon-ssm-agent.service', 'usr/lib/systemd/system/amazon-ssm-agent.service');
    await mkdir(path.join(tree, 'DEBIAN'));
    await writeFile(path.join(tree, 'DEBIAN', 'control'), CONTROL);
    for (const each of ['.', 'DEBIAN', 'usr', 'usr/bin', 'usr/bin/amazon-ssm-agent']) {
      await chmod(path.join(tree, each), 0o755);
    }
    const file = path.join(scratch, 'agent.deb');
    const args = ['--root-owner-group', '--build', tree, file];
    await runOrThrow('dpkg-deb', args, { what: "the agent's package to be made", seconds: 30 });
    return await readFile(file);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
