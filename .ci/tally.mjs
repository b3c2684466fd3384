// Adds up vitest's JSON reports and prints the closing line. Fails where a test failed or was skipped, a suite could not be loaded, a
// report is missing, or no test ran at all.
import { existsSync, readFileSync } from 'node:fs';

const sum = { passed: 0, failed: 0, skipped: 0 };
const wrong = [];
for (const path of process.argv.slice(2)) {
  if (!existsSync(path)) {
    wrong.push(`no report ${path}: its run ended early`);
    continue;
  }
  const report = JSON.parse(readFileSync(path, 'utf8'));
  const before = sum.failed + wrong.length;
  for (const suite of report.testResults) {
    if (suite.status === 'failed' && suite.assertionResults.length === 0) wrong.push(`could not be loaded: ${suite.name}`);
    for (const test of suite.assertionResults) {
      if (test.status === 'passed') sum.passed++;
      else if (test.status === 'failed') sum.failed++;
      else {
        sum.skipped++;
        wrong.push(`skipped: ${test.fullName}`);
      }
    }
  }
  if (!report.success && sum.failed + wrong.length === before) wrong.push(`${path}: vitest reports an error outside the tests`);
}
if (sum.passed === 0) wrong.push('no test passed');
for (const line of wrong) console.log(line);
const failed = sum.failed + wrong.length - sum.skipped;
console.log(`${sum.passed} passed, ${failed} failed, ${sum.skipped} skipped`);
process.exitCode = sum.failed > 0 || wrong.length > 0 ? 1 : 0;
