export { readBackup, readDisk } from './host-facts';
export { createAlarmMails } from './mails';
export { STANDING, type StandingJson, standingOf } from './standing';
export { ALARM_TEXTS } from './texts';
export { isDiskLow, LATE_BACKUP_MS, LOOK_MS } from './troubles';
export { detailsOf, meaningOf, nameOf, runbookOf } from './words';
