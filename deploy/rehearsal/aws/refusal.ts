/** A request that AWS would refuse, under the name by which its own answers call the reason. */
export class RefusedError extends Error {
  override name = 'RefusedError';

  constructor(
    readonly code: string,
    message: string,
    readonly status = 403,
  ) {
    super(message);
  }
}
