/** What goes wrong: for each call, the steps of its next answers. Without one, everything is as it should be. */

export type TossCallName =
  | 'open'
  | 'confirm'
  | 'cancel'
  | 'account'
  | 'find'
  | 'find-by-order'
  | 'transactions'
  | 'receipt'
  | 'receipt-cancel'
  | 'receipts';

export type Delivery =
  | { readonly kind: 'right' }
  /** Nothing comes, and the connection stays open. */
  | { readonly kind: 'hang' }
  /** The connection is torn before a byte of the answer. */
  | { readonly kind: 'reset' }
  /** Half of the body, and then the connection is torn. */
  | { readonly kind: 'cut' }
  | { readonly kind: 'slow'; readonly ms: number }
  /** Toss' own word: under an idempotency key it is said again and again. */
  | { readonly kind: 'refuse'; readonly status: number; readonly code: string }
  /** Somebody's on the way, whom no key concerns. */
  | {
      readonly kind: 'raw';
      readonly status: number;
      readonly body: string | Buffer;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The right answer, written in another way. */
  | { readonly kind: 'bytes'; readonly of: (json: string) => Buffer }
  /** The right answer, but for something in it. */
  | { readonly kind: 'change'; readonly change: (body: Record<string, unknown>) => unknown };

export interface Step {
  /** Whether it is done, whatever is answered; done unless told otherwise. */
  readonly executes?: boolean;
  readonly answer: Delivery;
}

const RIGHT: Step = { answer: { kind: 'right' } };

export function createScripts() {
  const steps: { readonly call: TossCallName; readonly orderId: string | null; readonly step: Step }[] = [];
  return {
    /** @param orderId of the payment it is about; null: of any */
    add(call: TossCallName, step: Step, orderId: string | null = null): void {
      steps.push({ call, orderId, step });
    },
    take(call: TossCallName, orderId: string | null): Step {
      const at = steps.findIndex((one) => one.call === call && (one.orderId === null || one.orderId === orderId));
      return at === -1 ? RIGHT : (steps.splice(at, 1)[0]?.step ?? RIGHT);
    },
    /** Steps that nobody has asked for: a test that left some has not tried what it says. */
    left: () => steps.length,
  };
}
