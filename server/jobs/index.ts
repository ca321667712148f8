/** What the jobs process is made of. */
export { createTasks, CRONTAB } from './tasks';
export { createTimetable } from './timetable';
export { createJobWorker } from './worker';
