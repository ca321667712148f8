import { fault, type AnyFault } from '../fault';
import { inBytes } from '../size';

const FEW_BYTES = 1024 ** 3;
const FEW_SHARE = 0.1;

export const DISK_LOW = fault({
  id: 'HOST-01',
  layer: 'host',
  severity: 'harm',
  needs: ['disk'],
  find: ({ disk }) =>
    disk.freeBytes < FEW_BYTES || disk.freeBytes < disk.totalBytes * FEW_SHARE
      ? { free: inBytes(disk.freeBytes), total: inBytes(disk.totalBytes) }
      : null,
  explains: ['DB-03'],
  owner: {
    ko: '디스크가 거의 다 차서, 그대로 두면 데이터베이스가 멈추고 주문을 받을 수 없게 돼요.',
    en: 'The disk is nearly full; once it is, the database stops and no orders can be taken.',
  },
  expert: ({ free, total }) => `${free} of ${total} free on the file system of DATA_DIR.`,
  mend: 'On the machine: sudo journalctl --vacuum-size=200M; then docs/runbook.md, “The disk is full”.',
});

export const HOST_FAULTS: readonly AnyFault[] = [DISK_LOW];
