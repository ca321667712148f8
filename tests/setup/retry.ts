/**
 * Tests with real processes, sockets and races run on machines that other work shares, where a second can be lost
 * anywhere. One that fails is run once more, and its first failure is printed: read it, it may be a race of ours.
 */
jest.retryTimes(1, { logErrorsBeforeRetry: true });
