export { addDays, isDay, koreanDay, type Range } from './calendar';
