import { RunError } from '@pulumi/pulumi';

/**
 * An error that Pulumi shows as its sentence alone. Without the empty stack Pulumi 3.230 also formats the error with
 * everything it refers to, and for one thrown from an output that is the whole program: minutes, and all the memory.
 */
export function problem(message: string): RunError {
  const error = new RunError(message);
  error.stack = '';
  return error;
}
