/** A second can be lost anywhere on a shared machine: what fails is run once more, and `retried-tests.js` counts it. */
jest.retryTimes(1, { logErrorsBeforeRetry: true });
