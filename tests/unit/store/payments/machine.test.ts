import {
  moveOf,
  PAYMENT_EVENTS,
  PAYMENT_STATES,
  type PaymentEvent,
  paymentMoves,
  stepOf,
} from '../../../../server/store/payments/machine';
import {
  REFUND_EVENTS,
  REFUND_STATES,
  type RefundEvent,
  refundStepOf,
} from '../../../../server/store/payments/refund-machine';

/** Written out a second time, by hand: a cell that is changed is changed twice, or was changed by mistake. */
// prettier-ignore
const EXPECTED: Readonly<Record<PaymentEvent, string>> = {
  //                 NW  ST  CF  UK  WD  PD  PR  RF  FL  EX  CX  HD
  start:             '>ST url =   =   =   =   =   n   n   n   n   =',
  returned:          'a!  >CF =   a   =   =   =   =   a   a   a   =',
  'returned-amiss':  '!   !   !   !   !   !   !   !   !   !   !   !',
  'returned-failed': '=   a   a   a   =   =   =   =   =   =   =   =',
  refused:           '!   !   >FL a   !   a!  a!  a!  =   =   =   a!',
  unanswered:        '!   !   >UK =   =   =   =   =   a   a   a   =',
  'claim-lost':      '=   =   >UK =   =   =   =   =   =   =   =   =',
  open:              '=   =   =   t   a!  a!  a!  a!  =   =   =   a!',
  processing:        '=   =   =   c   a!  a!  a!  a!  =   =   =   a!',
  waiting:           '>WD >WD >WD >WD =   >WD a!  a!  x   x   x   a!',
  paid:              '>PD >PD >PD >PD >PD =   a!  a!  >PD >PD >HD >PD',
  wrong:             '>HD >HD >HD >HD >HD a!  a!  a!  >HD >HD >HD =',
  'partly-cancelled':'>HD >HD >PD >PD >PD +   +   a!  >HD >HD >HD +',
  cancelled:         '>CX >CX >CX >CX >CX +   +   =   =   =   =   +',
  failed:            '>FL >FL >FL >FL a!  a!  a!  a!  =   =   =   a!',
  expired:           '>EX >EX >EX >EX >EX a!  a!  a!  =   =   =   a!',
  'not-found':       '=   =   =   t   a!  a!  a!  a!  =   =   =   a!',
  'ask-failed':      '=   =   >UK w   w   w   w   w   =   =   =   w',
  hint:              'a   a   a   a   a   a   a   a   a   a   a   a',
  due:               '>EX x   a   a   x   =   =   e   e   e   e   e',
  cancel:            '>CX x   r   r   x   r   r   e   e   e   e   e',
  refund:            'r   r   r   r   r   R   R   r   r   r   r   R',
  honour:            'r   r   r   r   r   r   r   r   r   r   r   >PD',
};

test('every state has a step for every event, and it is the one that was written down', () => {
  const found = Object.fromEntries(
    PAYMENT_EVENTS.map((event) => [event, PAYMENT_STATES.map((state) => stepOf(event, state)).join(' ')]),
  );
  const expected = Object.fromEntries(
    Object.entries(EXPECTED).map(([event, row]) => [event, row.split(/ +/).join(' ')]),
  );
  expect(found).toEqual(expected);
});

// prettier-ignore
const REFUNDS: Readonly<Record<RefundEvent, string>> = {
  //           new   sent     pending unknown  done failed
  send:       '>sent =        =       >sent    =    =',
  'claim-lost': '=   >unknown =       =        =    =',
  due:        'again =        a       a        =    =',
  done:       '!     >done    >done   >done    =    !',
  pending:    '!     >pending =       >pending !    !',
  unanswered: '!     >unknown =       =        =    =',
  failed:     '!     >failed  >failed >failed  !    =',
  'not-found': '!    >unknown !       again    !    =',
};

test('and so has every state of a refund', () => {
  const found = REFUND_EVENTS.map((event) => [event, ...REFUND_STATES.map((state) => refundStepOf(event, state))]);
  expect(found).toEqual(Object.entries(REFUNDS).map(([event, row]) => [event, ...row.split(/ +/)]));
});

test('nothing that a browser says moves money: a return only claims, asks or tells', () => {
  for (const event of ['returned', 'returned-amiss', 'returned-failed', 'hint'] as const) {
    const moves = PAYMENT_STATES.map((state) => moveOf(stepOf(event, state))).filter((to) => to !== null);
    expect(moves.filter((to) => to !== 'confirming')).toEqual([]);
  }
});

test('what is unknown is never closed by the clock alone, nor cancelled', () => {
  for (const state of ['confirming', 'unknown'] as const) {
    expect(stepOf('due', state)).toBe('a');
    expect(stepOf('cancel', state)).toBe('r');
  }
});

test('money that came never becomes none', () => {
  const without = ['new', 'started', 'confirming', 'unknown', 'failed', 'expired', 'cancelled'];
  const lost = [...paymentMoves()].filter((move) => {
    const [from, to] = move.split(' ');
    return ['paid', 'partly-refunded', 'refunded', 'hold'].includes(from!) && without.includes(to!);
  });
  expect(lost).toEqual([]);
});
