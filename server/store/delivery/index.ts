export { areaOf, overlap } from './areas';
export { arrivalOf } from './arrival';
export { addWorkingDays, isWorkingDay, pastPause } from './calendar';
export { dayAt } from './days';
export { areaName, arrivalText, dayText, farText, hourText, pauseText, postcodesText, promiseText } from './words';
