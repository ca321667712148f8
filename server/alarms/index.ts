export { createAlarmMails } from './mails';
export { STANDING, type StandingJson, standingOf } from './standing';
export { ALARM_TEXTS } from './texts';
export { LOOK_MS } from './troubles';
export { detailsOf, meaningOf, nameOf, runbookOf } from './words';
