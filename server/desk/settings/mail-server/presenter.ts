import { worded } from '../../../i18n/translate';
import { SECURITIES, type ShownServer } from '../../../store/mail/model';
import { faultsInWords } from '../../../web/form-page';
import { DESK_TEXTS, type DeskText } from '../../texts';
import type { FieldErrors } from '../forms';
import { faultInWords } from '../presenter';
import { FIELDS, type Typed } from './forms';
import { sesRefusalOf } from './ses';

export interface ServerAttempt {
  readonly typed: Typed;
  readonly errors?: FieldErrors;
  /** The mail server's own words, when it did not take the mail. */
  readonly said?: string;
}

/** As most have it that encrypt from the first byte. */
const BLANK = { host: '', port: '465', security: 'tls', user: '', sender: '' } as const;

const INPUTS: Readonly<Record<string, { inputmode?: string; autocomplete?: string; type?: string }>> = {
  host: { autocomplete: 'off', inputmode: 'url' },
  port: { autocomplete: 'off', inputmode: 'numeric' },
  user: { autocomplete: 'off' },
  password: { autocomplete: 'new-password', type: 'password' },
  sender: { autocomplete: 'off', type: 'email' },
};

export function presentServer(
  stored: ShownServer | null,
  attempt: ServerAttempt | null,
  { text, testTo }: { readonly text: DeskText; readonly testTo: string },
) {
  const values: Readonly<Record<string, string | number>> = attempt?.typed ?? stored ?? BLANK;
  const { errors, problems } = faultsInWords(
    attempt?.errors ?? {},
    (fault) => faultInWords(fault, text),
    (name) => text(`deskSettings:fields.${worded(DESK_TEXTS.ko.deskSettings.fields, name)}`),
  );
  const fields = FIELDS.map((name) => ({
    ...INPUTS[name],
    ...(name === 'security' && {
      options: SECURITIES.map((value) => ({ value, label: text(`deskSettings:mailServer.securities.${value}`) })),
    }),
    name,
    label: text(`deskSettings:fields.${name}`),
    // A password is written, and never shown again.
    value: name === 'password' ? '' : String(values[name] ?? ''),
    error: errors[name],
    hint:
      name === 'password' && stored?.user
        ? text('deskSettings:mailServer.passwordKept')
        : text(`deskSettings:mailServer.hints.${name}`),
  }));
  return {
    fields,
    problems,
    refused: attempt?.said === undefined ? null : refusalInWords(attempt.typed.host, attempt.said, testTo, text),
  };
}

/** The server's own words, and where it is Amazon's: what to do next. */
export function refusalInWords(host: string, said: string, recipient: string, text: DeskText) {
  const { steps = [], console = null } = sesRefusalOf(host, said, recipient) ?? {};
  return { said, steps: steps.map((step) => text(`deskSettings:mailServer.ses.${step}`, { to: recipient })), console };
}
