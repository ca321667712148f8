/**
 * What an attempt to pay an order can be, and what everything that is heard about it does. Pure: `orders/settlement`
 * does what it says. `money_transitions` in the database allows the same moves; a test compares.
 */

export const PAYMENT_STATES = [
  /** Written down; nobody has asked its provider yet. */
  'new',
  /** The buyer is at the provider's. */
  'started',
  /** One of us is taking the money that she has agreed to, and hasn't been told yet. */
  'confirming',
  /** It may have been taken. */
  'unknown',
  /** For a transfer. */
  'waiting',
  'paid',
  'partly-refunded',
  'refunded',
  'failed',
  'expired',
  'cancelled',
  /** Money that pays nothing: late, twice, or another sum. A person decides. */
  'hold',
] as const;
export type PaymentState = (typeof PAYMENT_STATES)[number];

const SHORT = {
  NW: 'new',
  ST: 'started',
  CF: 'confirming',
  UK: 'unknown',
  WD: 'waiting',
  PD: 'paid',
  PR: 'partly-refunded',
  RF: 'refunded',
  FL: 'failed',
  EX: 'expired',
  CX: 'cancelled',
  HD: 'hold',
} as const satisfies Readonly<Record<string, PaymentState>>;

type Move = `>${keyof typeof SHORT}`;

/**
 * | step | |
 * | --- | --- |
 * | `>XX`  | become that; `>PD` only where the order waits, else it is held |
 * | `=`    | nothing: it is known, or it says nothing |
 * | `url`  | the same start again |
 * | `n`    | another attempt, where the order still waits |
 * | `r`    | not now, or not at all |
 * | `a`    | ask the provider |
 * | `a!`   | ask again; heard twice, tell a person |
 * | `!`    | tell a person: nothing of ours explains it |
 * | `c`    | take the money again, by the same key |
 * | `t`    | once its time and a margin are over: expired |
 * | `w`    | ask again, each time later |
 * | `x`    | first make it unpayable at the provider, then what the row is about |
 * | `e`    | the order ends; the attempt stays what it is |
 * | `+`    | write down what went back and isn't in our books |
 * | `R`    | a refund may be begun |
 */
export type Step = Move | '=' | 'url' | 'n' | 'r' | 'a' | 'a!' | '!' | 'c' | 't' | 'w' | 'x' | 'e' | '+' | 'R';

type Row = readonly [Step, Step, Step, Step, Step, Step, Step, Step, Step, Step, Step, Step];

// prettier-ignore
const TABLE = {
  //                     NW     ST     CF     UK     WD     PD    PR    RF    FL     EX     CX     HD
  /** The buyer wants to pay. */
  start:              ['>ST', 'url', '=',   '=',   '=',   '=',  '=',  'n',  'n',   'n',   'n',   '='  ],
  /** A browser came back: it went well, it names something else, or it did not go well. */
  returned:           ['a!',  '>CF', '=',   'a',   '=',   '=',  '=',  '=',  'a',   'a',   'a',   '='  ],
  'returned-amiss':   ['!',   '!',   '!',   '!',   '!',   '!',  '!',  '!',  '!',   '!',   '!',   '!'  ],
  'returned-failed':  ['=',   'a',   'a',   'a',   '=',   '=',  '=',  '=',  '=',   '=',   '=',   '='  ],
  /** What came of taking the money, where it wasn't a snapshot; `claim-lost`: whoever took it was never heard of. */
  refused:            ['!',   '!',   '>FL', 'a',   '!',   'a!', 'a!', 'a!', '=',   '=',   '=',   'a!' ],
  unanswered:         ['!',   '!',   '>UK', '=',   '=',   '=',  '=',  '=',  'a',   'a',   'a',   '='  ],
  'claim-lost':       ['=',   '=',   '>UK', '=',   '=',   '=',  '=',  '=',  '=',   '=',   '=',   '='  ],
  /** What a provider says that is asked. */
  open:               ['=',   '=',   '=',   't',   'a!',  'a!', 'a!', 'a!', '=',   '=',   '=',   'a!' ],
  processing:         ['=',   '=',   '=',   'c',   'a!',  'a!', 'a!', 'a!', '=',   '=',   '=',   'a!' ],
  waiting:            ['>WD', '>WD', '>WD', '>WD', '=',   '>WD','a!', 'a!', 'x',   'x',   'x',   'a!' ],
  paid:               ['>PD', '>PD', '>PD', '>PD', '>PD', '=',  'a!', 'a!', '>PD', '>PD', '>HD', '>PD'],
  /** Paid, but another sum, currency or order. */
  wrong:              ['>HD', '>HD', '>HD', '>HD', '>HD', 'a!', 'a!', 'a!', '>HD', '>HD', '>HD', '='  ],
  'partly-cancelled': ['>HD', '>HD', '>PD', '>PD', '>PD', '+',  '+',  'a!', '>HD', '>HD', '>HD', '+'  ],
  cancelled:          ['>CX', '>CX', '>CX', '>CX', '>CX', '+',  '+',  '=',  '=',   '=',   '=',   '+'  ],
  failed:             ['>FL', '>FL', '>FL', '>FL', 'a!',  'a!', 'a!', 'a!', '=',   '=',   '=',   'a!' ],
  expired:            ['>EX', '>EX', '>EX', '>EX', '>EX', 'a!', 'a!', 'a!', '=',   '=',   '=',   'a!' ],
  'not-found':        ['=',   '=',   '=',   't',   'a!',  'a!', 'a!', 'a!', '=',   '=',   '=',   'a!' ],
  'ask-failed':       ['=',   '=',   '>UK', 'w',   'w',   'w',  'w',  'w',  '=',   '=',   '=',   'w'  ],
  /** Somebody says that asking is worth it: a webhook. */
  hint:               ['a',   'a',   'a',   'a',   'a',   'a',  'a',  'a',  'a',   'a',   'a',   'a'  ],
  /** The order's time to pay is over. */
  due:                ['>EX', 'x',   'a',   'a',   'x',   '=',  '=',  'e',  'e',   'e',   'e',   'e'  ],
  /** The buyer or the shop wants the order ended before there is money. */
  cancel:             ['>CX', 'x',   'r',   'r',   'x',   'r',  'r',  'e',  'e',   'e',   'e',   'e'  ],
  refund:             ['r',   'r',   'r',   'r',   'r',   'R',  'R',  'r',  'r',   'r',   'r',   'R'  ],
  /** A person says that held money pays its order after all. */
  honour:             ['r',   'r',   'r',   'r',   'r',   'r',  'r',  'r',  'r',   'r',   'r',   '>PD'],
} as const satisfies Readonly<Record<string, Row>>;

export type PaymentEvent = keyof typeof TABLE;
export const PAYMENT_EVENTS = Object.keys(TABLE) as readonly PaymentEvent[];

export const stepOf = (event: PaymentEvent, state: PaymentState): Step =>
  TABLE[event][PAYMENT_STATES.indexOf(state)] ?? '!';

/** null: the step is no move. */
export function moveOf(step: Step): PaymentState | null {
  const short = Object.keys(SHORT).find((name): name is keyof typeof SHORT => step === `>${name}`);
  return short ? SHORT[short] : null;
}

/** It can still bring money: an order has one of these at most. */
export const isLive = (state: PaymentState): boolean =>
  state === 'new' || state === 'started' || state === 'confirming' || state === 'unknown' || state === 'waiting';

/** What the steps do besides the table's own moves: a start that waits for a transfer, and what refunds make of it. */
const ASIDE: readonly (readonly [PaymentState, PaymentState])[] = [
  ['unknown', 'expired'],
  ['started', 'expired'],
  ['waiting', 'expired'],
  ['started', 'cancelled'],
  ['waiting', 'cancelled'],
  ['paid', 'partly-refunded'],
  ['paid', 'refunded'],
  ['partly-refunded', 'refunded'],
  ['hold', 'refunded'],
];

/** Every move that there is, as `from to`. */
export function paymentMoves(): ReadonlySet<string> {
  const moves = new Set(ASIDE.map(([from, to]) => `${from} ${to}`));
  for (const event of PAYMENT_EVENTS) {
    for (const from of PAYMENT_STATES) {
      const to = moveOf(stepOf(event, from));
      if (to === null || to === from) continue;
      moves.add(`${from} ${to}`);
      if (to === 'paid' && from !== 'hold') moves.add(`${from} hold`);
    }
  }
  return moves;
}
