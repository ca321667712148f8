import { fault, type AnyFault } from '../fault';

/** Asked every six hours: what is older says nothing about today. */
const STALE_MS = 24 * 60 * 60 * 1000;

export const CONFIRMATIONS_OPEN = fault({
  id: 'AWS-01',
  layer: 'mail',
  severity: 'harm',
  needs: ['confirmations'],
  find({ confirmations, now }) {
    if (!confirmations || now.getTime() - confirmations.at.getTime() > STALE_MS) return null;
    return confirmations.open.length > 0 ? { open: confirmations.open.join('; ') } : null;
  },
  owner: {
    ko: 'AWS가 보낸 확인 메일의 링크를 아직 누르지 않아서 멈춰 있는 것이 있어요.',
    en: 'AWS waits for you to follow a link in a mail that it sent, or for a word of yours.',
  },
  expert: ({ open }) => `AWS still waits: ${open}`,
  mend: 'Follow the link in AWS’ mail; then docs/runbook.md, “AWS waits for a confirmation”.',
  mendKo: 'AWS가 보낸 메일의 링크를 누르고, docs/runbook.md의 “AWS waits for a confirmation”을 보세요.',
});

export const CONFIRMATIONS_FAULTS: readonly AnyFault[] = [CONFIRMATIONS_OPEN];
