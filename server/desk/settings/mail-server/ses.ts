/**
 * What Amazon SES means when it takes a mail from nobody it knows, or for nobody. In its own words: `554 Message rejected:
 * Email address is not verified. The following identities failed the check in region AP-NORTHEAST-2: somebody@example.com`.
 */
export type SesStep = 'sender' | 'sandbox';

const HOST = /^email-smtp(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com|api\.aws)$/;
const NOT_VERIFIED = /Email address(?:es)? (?:is|are) not verified/i;
const NAMED = /failed the check in region [\w-]+: ([^\r\n]+)/i;

export interface SesRefusal {
  readonly steps: readonly SesStep[];
  /** The page of AWS's console on which both are done. */
  readonly console: string;
}

/** @returns null where it is another server, or refuses for another reason */
export function sesRefusalOf(host: string, said: string, recipient: string): SesRefusal | null {
  const region = HOST.exec(host.toLowerCase())?.[1];
  if (region === undefined || !NOT_VERIFIED.test(said)) return null;
  const named =
    NAMED.exec(said)?.[1]
      ?.toLowerCase()
      .split(/[\s,]+/)
      .filter(Boolean) ?? [];
  const isOfRecipient = (one: string): boolean => one.includes(recipient.toLowerCase());
  const steps: SesStep[] = [];
  if (named.some((one) => !isOfRecipient(one))) steps.push('sender');
  // Out of its sandbox it asks nobody whether a recipient is known to it.
  if (named.length === 0 || named.some(isOfRecipient)) steps.push('sandbox');
  return { steps, console: `https://${region}.console.aws.amazon.com/ses/home?region=${region}#/account` };
}
