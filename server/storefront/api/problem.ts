/** What the API answers when it can't do as asked: a code for programs, a field where one is at fault. */
export type ApiProblemCode =
  | 'wrong-type'
  | 'unknown-field'
  | 'wrong-value'
  | 'unknown-variant'
  | 'sold-out'
  | 'line-full'
  | 'cart-full'
  | 'no-line';

const STATUS: Readonly<Record<ApiProblemCode, number>> = {
  'wrong-type': 415,
  'unknown-field': 400,
  'wrong-value': 400,
  'unknown-variant': 404,
  'sold-out': 409,
  'line-full': 409,
  'cart-full': 409,
  'no-line': 404,
};

export class ApiProblem extends Error {
  readonly status: number;

  constructor(
    readonly code: ApiProblemCode,
    readonly field: string | null = null,
  ) {
    super(code);
    this.name = 'ApiProblem';
    this.status = STATUS[code];
  }
}
