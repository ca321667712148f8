import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { parseArgs } from 'node:util';
import { getDomain } from 'tldts';
import { isDomain } from '../config/env';
import { LAYERS, type Layer } from '../health/layers';
import { LOCALES, type Locale } from '../i18n/locale';
import { messageOf } from '../process/thrown';

export interface DoctorArguments {
  /** null: the environment's. */
  readonly domain: string | null;
  readonly json: boolean;
  /** Where the page goes. */
  readonly html: string | null;
  readonly only: readonly Layer[];
  readonly locale: Locale;
  /** A file of certificates that count as roots too. */
  readonly roots: string | null;
  /** A file of what `nft -j list ruleset` told root; `-`: the standard input. */
  readonly ruleset: string | null;
}

const USAGE =
  'npm run doctor -- [essence-aura.com] [--lang ko|en] [--only LAYER,…] [--json] [--html FILE] [--roots FILE] [--ruleset FILE]';

const OPTIONS = {
  json: { type: 'boolean' },
  html: { type: 'string' },
  only: { type: 'string', multiple: true },
  lang: { type: 'string' },
  roots: { type: 'string' },
  ruleset: { type: 'string' },
} as const;

/** @param spoken the terminal's locale, such as `ko_KR.UTF-8` @throws Error with one sentence */
export function parseArguments(args: readonly string[], spoken: string | null): DoctorArguments {
  const { values, positionals } = parsed([...args]);
  const [domain, ...more] = positionals;
  if (more.length > 0) throw new Error(`one domain at a time, and not ${positionals.join(' and ')} too: ${USAGE}`);
  return {
    domain: domain === undefined ? null : domainOf(domain),
    json: values.json ?? false,
    html: fileOf('html', values.html),
    roots: fileOf('roots', values.roots),
    ruleset: fileOf('ruleset', values.ruleset),
    only: (values.only ?? []).flatMap((list) => list.split(',')).map(layerOf),
    locale: values.lang === undefined ? localeOf(spoken) : languageOf(values.lang),
  };
}

function parsed(args: string[]) {
  try {
    return parseArgs({ args, allowPositionals: true, options: OPTIONS });
  } catch (error) {
    throw new Error(`${messageOf(error).replace(/\. .*/s, '')}: ${USAGE}`, { cause: error });
  }
}

function domainOf(typed: string): string {
  const domain = domainToASCII(typed.toLowerCase().replace(/\.$/, ''));
  if (isIP(domain) !== 0) throw new Error(`${typed} is an address and not a domain, such as essence-aura.com`);
  // domainToASCII takes the host out of what looks like a part of an address.
  if (!isDomain(domain) || /[/\\?#]/.test(typed)) {
    const meant = hostIn(typed);
    throw new Error(`${typed} is not a domain, such as ${meant ?? 'essence-aura.com'}`);
  }
  if (getDomain(domain) === null)
    throw new Error(`${typed} is what domains end in, and not one such as shop.${domain}`);
  const apex = apexOf(domain);
  if (apex !== domain) throw new Error(`${typed} is a name of the shop at ${apex}: ask for that`);
  return domain;
}

const apexOf = (name: string): string => name.replace(/^(?:www|app)\.(?=.*\.)/, '');

/** Of what was copied from a browser. */
function hostIn(typed: string): string | null {
  const url = /^[a-z]+:\/\//i.test(typed) ? typed : `https://${typed}`;
  const host = URL.canParse(url) ? apexOf(new URL(url).hostname) : '';
  return isIP(host) === 0 && isDomain(host) && getDomain(host) !== null ? host : null;
}

function layerOf(typed: string): Layer {
  const layer = LAYERS.find((one) => one === typed.trim());
  if (!layer) throw new Error(`--only: there is no layer ${typed.trim() || '""'}, only ${LAYERS.join(', ')}`);
  return layer;
}

function languageOf(typed: string): Locale {
  const locale = LOCALES.find((one) => one === typed);
  if (!locale) throw new Error(`--lang: ${typed} is not one of ${LOCALES.join(', ')}`);
  return locale;
}

const localeOf = (spoken: string | null): Locale => (spoken?.toLowerCase().startsWith('ko') ? 'ko' : 'en');

function fileOf(option: string, typed: string | undefined): string | null {
  if (typed?.trim() === '') throw new Error(`--${option}: the file has no name`);
  return typed ?? null;
}
