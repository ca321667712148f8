/** What others may use of figures: the calendar of Korean days. */
export { addDays, isDay, koreanDay, type Range } from './calendar';
