import type { Coded, Values } from '../../i18n/translate';
import type { deskFiles } from './texts.ko';

/** The file can't be read as a whole. The code is one of the texts `deskFiles:faults`. */
type Fault = Coded<(typeof deskFiles)['faults']>;
export type FaultCode = Fault[0];

export class FileFault extends Error {
  readonly code: FaultCode;
  readonly values: Values;

  constructor(...[code, values]: Fault) {
    super(code);
    this.name = 'FileFault';
    this.code = code;
    this.values = values ?? {};
  }
}
