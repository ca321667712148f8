export { FileFault } from './fault';
export { fileNameOf } from './forms';
export { createImportWorker } from './imports/service';
export { openFile } from './records';
