/** What only the shop's machine knows of its certificate authority, and CAA records may ask for. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { certificatePaths } from '../../certificates/paths';
import type { CaaFacts } from '../../health/facts/dns';
import type { Inside } from '../context';

const registration = z.object({ url: z.string() });

export async function shopsAuthority(inside: Inside | null): Promise<Pick<CaaFacts, 'challenge' | 'accounts'>> {
  if (!inside || inside.config.certificates !== 'acme') return { challenge: null, accounts: null };
  const { acme, dataDir } = inside.config;
  return { challenge: acme.challenge, accounts: await accountsBelow(certificatePaths(dataDir).acme) };
}

/** @returns null where none can be read: another user's, or not registered yet */
async function accountsBelow(directory: string): Promise<readonly string[] | null> {
  const names = await readdir(directory).catch((): string[] => []);
  const urls = await Promise.all(
    names.map(async (name) => {
      const text = await readFile(path.join(directory, name, 'account.json'), 'utf8').catch(() => '{}');
      return registration.safeParse(parsed(text)).data?.url;
    }),
  );
  const known = urls.filter((url) => url !== undefined);
  return known.length > 0 ? known : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
