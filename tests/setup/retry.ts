/**
 * Tests of real processes, sockets and browsers run on machines that other work shares, where a second can be lost
 * anywhere. One that fails is run once more, and its first failure is printed. `retried-tests.js` counts them.
 */
jest.retryTimes(1, { logErrorsBeforeRetry: true });
