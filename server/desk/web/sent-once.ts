/** A form that is sent twice is answered as it was the first time, and done once. */
import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { openSealed, seal } from '../../process/seal';
import type { DeskContext } from '../services';
import type { Notice } from './page';
import { answerSentForm, beginSentForm, deleteSentForm, selectSentFormsAnswer } from './queries';

const LOOK_MS = 100;
/** Longer than any act takes: its process has died. */
const FORSAKEN_MS = 60 * 1000;

export interface Answer {
  readonly path: string;
  readonly notice?: Notice | undefined;
}

export interface SentForm {
  /** Before the answer leaves, so that the second finds it. @param saved the session, in which the answer may be told */
  readonly answer: (answer: Answer, saved: Promise<void>) => Promise<void>;
  /** Without an answer it was refused, or failed: it can be sent again. */
  readonly end: () => Promise<void>;
}

const shape = z.object({ path: z.string(), notice: z.custom<Notice>().optional() });

export type SentForms = ReturnType<typeof createSentForms>;

export function createSentForms({ pool, clock, keys }: Pick<DeskContext, 'pool' | 'clock' | 'keys'>) {
  /** @returns the answer of the first, once there is one; else it is the caller's to act */
  async function begin(what: readonly unknown[]): Promise<{ readonly answer: Answer } | { readonly form: SentForm }> {
    const key = createHash('sha256').update(JSON.stringify(what)).digest();
    for (;;) {
      const now = clock.now();
      if (await beginSentForm(pool, key, { now, forsaken: new Date(now.getTime() - FORSAKEN_MS) })) break;
      const answer = await selectSentFormsAnswer(pool, key);
      if (answer) return { answer: shape.parse(JSON.parse(openSealed(keys, answer, 'form'))) };
      await setTimeout(LOOK_MS);
    }
    return { form: sentForm(key) };
  }
  function sentForm(key: Buffer): SentForm {
    let isTaken = false;
    return {
      async answer(answer, saved) {
        isTaken = true;
        await saved;
        await answerSentForm(pool, key, seal(keys, JSON.stringify(answer), 'form'));
      },
      async end() {
        if (!isTaken) await deleteSentForm(pool, key);
      },
    };
  }

  return { begin };
}
