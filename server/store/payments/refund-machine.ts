/** What a refund can be, and what everything that is heard about it does; as `machine.ts` says it of payments. */

export const REFUND_STATES = ['new', 'sent', 'pending', 'unknown', 'done', 'failed'] as const;
export type RefundState = (typeof REFUND_STATES)[number];

/** `a`: ask the provider; `again`: send it again, by the same key; `!`: tell a person. */
export type RefundStep = `>${RefundState}` | '=' | 'a' | 'again' | '!';

type Row = readonly [RefundStep, RefundStep, RefundStep, RefundStep, RefundStep, RefundStep];

// prettier-ignore
const TABLE = {
  //            new        sent        pending     unknown    done  failed
  send:       ['>sent',    '=',        '=',        '>sent',   '=',  '='],
  /** Whoever sent it was never heard of. */
  'claim-lost': ['=',      '>unknown', '=',        '=',       '=',  '='],
  due:        ['again',    '=',        'a',        'a',       '=',  '='],
  done:       ['!',        '>done',    '>done',    '>done',   '=',  '!'],
  pending:    ['!',        '>pending', '=',        '>pending','!',  '!'],
  unanswered: ['!',        '>unknown', '=',        '=',       '=',  '='],
  /** Nothing went back, for certain: the sum is free again, and a person has to do something else. */
  failed:     ['!',        '>failed',  '>failed',  '>failed', '!',  '='],
  /** The provider knows of no such refund. */
  'not-found': ['!',       '>unknown', '!',        'again',   '!',  '='],
} as const satisfies Readonly<Record<string, Row>>;

export type RefundEvent = keyof typeof TABLE;
export const REFUND_EVENTS = Object.keys(TABLE) as readonly RefundEvent[];

export const refundStepOf = (event: RefundEvent, state: RefundState): RefundStep =>
  TABLE[event][REFUND_STATES.indexOf(state)] ?? '!';

export const refundMoveOf = (step: RefundStep): RefundState | null =>
  REFUND_STATES.find((state) => step === `>${state}`) ?? null;

/** Every move that there is, as `from to`. */
export function refundMoves(): ReadonlySet<string> {
  const all = REFUND_EVENTS.flatMap((event) => REFUND_STATES.map((from) => [from, refundStepOf(event, from)] as const));
  return new Set(
    all.flatMap(([from, step]) => {
      const to = refundMoveOf(step);
      return to === null ? [] : [`${from} ${to}`];
    }),
  );
}
