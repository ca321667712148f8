export { createTasks, CRONTAB } from './tasks';
export { createTimetable } from './timetable';
export { createJobWorker } from './worker';
