// @ts-check
import { appendFileSync } from 'node:fs';
import { relative } from 'node:path';

/**
 * The last line of a test run: `N passed, N failed`. Where TEST_COUNT_FILE is set, the counts are added to that file
 * too, so that a script which runs the tests several times can tell the sum. Before it, the tests that TEST_RETRY saved.
 */
export default class CountReporter {
  /** @type {string[]} */
  #retried = [];

  /**
   * @param {{ path: string }} test
   * @param {{ fullName: string, status: string, invocations?: number, retryReasons?: readonly string[] }} result
   */
  onTestCaseResult({ path }, { fullName, status, invocations = 1, retryReasons = [] }) {
    if (status === 'passed' && invocations > 1) {
      this.#retried.push(
        `${relative('', path)}: ${fullName}\n${retryReasons.map((why) => why.split('\n    at ')[0]).join('\n')}`,
      );
    }
  }

  /**
   * @param {unknown} _contexts
   * @param {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numFailedTestSuites: number }} results
   */
  onRunComplete(_contexts, results) {
    const { numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped, numFailedTestSuites } = results;
    // A file that could not even be loaded has no failed test, and must not look well.
    const broken = Math.max(failed, numFailedTestSuites > 0 ? 1 : 0);
    const line = `${passed} passed, ${broken} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
    const file = process.env['TEST_COUNT_FILE'];
    if (file !== undefined) {
      appendFileSync(file, `${passed} ${broken} ${skipped}\n`);
    }
    const retried = this.#retried.map((what) => `Passed only when it was run again: ${what}\n`).join('');
    process.on('exit', () => process.stdout.write(`${retried}${line}\n`));
  }
}
