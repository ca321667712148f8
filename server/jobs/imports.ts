/** Files that came in at the desk and wait to be worked through: only the desk knows how. */
export interface Imports {
  work(id: string): Promise<void>;
  /** Goes on with what a process that died has left. */
  rescue(): Promise<void>;
  forgetOld(): Promise<void>;
}
