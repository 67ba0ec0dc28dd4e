// @ts-check
import { appendFileSync } from 'node:fs';

/**
 * The last line of a test run: `N passed, N failed`. Where TEST_COUNT_FILE is set, the counts are added to that file
 * too, so that a script which runs the tests several times can tell the sum.
 */
export default class CountReporter {
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
    process.on('exit', () => process.stdout.write(`${line}\n`));
  }
}
