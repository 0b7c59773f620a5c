// Ends the output with the one line that a machine reads.
import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';

export default class Total implements Reporter {
    private counts = { passed: 0, failed: 0, skipped: 0 };

    onTestEnd(_: TestCase, result: TestResult) {
        if (result.status === 'passed') this.counts.passed += 1;
        else if (result.status === 'skipped') this.counts.skipped += 1;
        else this.counts.failed += 1;
    }
    onEnd() {
        const { passed, failed, skipped } = this.counts;
        console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
    }
}
