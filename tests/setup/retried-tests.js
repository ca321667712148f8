/**
 * A jest reporter that names the tests that were run again. In CI they fail the run: what is retried in silence is
 * never repaired. JavaScript, because Jest doesn't compile reporters.
 */
const path = require('node:path');

class RetriedTests {
  /** `io` is for the reporter's own test. */
  constructor({ rootDir }, _options, _context, io = { env: process.env, output: process.stderr }) {
    this.rootDir = rootDir;
    this.isCi = !['', '0', 'false'].includes(io.env.CI ?? '');
    this.output = io.output;
    this.titles = [];
  }

  onTestResult(_test, { testFilePath, testResults }) {
    for (const { fullName, invocations } of testResults) {
      if (invocations > 1) this.titles.push(`${path.relative(this.rootDir, testFilePath)}: ${fullName}`);
    }
  }

  onRunComplete() {
    const verdict = this.isCi && this.titles.length > 0 ? ' (none is allowed in CI)' : '';
    this.output.write([`Retried: ${this.titles.length}${verdict}`, ...this.titles, ''].join('\n'));
  }

  /** Jest fails the run if there is one. */
  getLastError() {
    return this.isCi && this.titles.length > 0 ? new Error(`${this.titles.length} tests were retried`) : undefined;
  }
}

module.exports = RetriedTests;
