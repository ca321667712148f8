import { RunError } from '@pulumi/pulumi';

/** Shown as its sentence alone. With a stack Pulumi 3.230 formats all it refers to: minutes, and all the memory. */
export function problem(message: string): RunError {
  const error = new RunError(message);
  error.stack = '';
  return error;
}
