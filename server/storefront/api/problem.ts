const STATUS = {
  'wrong-type': 415,
  'unknown-field': 400,
  'wrong-value': 400,
  'unknown-variant': 404,
  'sold-out': 409,
  'line-full': 409,
  'cart-full': 409,
  'no-line': 404,
} as const;

export type ApiProblemCode = keyof typeof STATUS;

/** A code for programs, and a field where one is at fault. */
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
