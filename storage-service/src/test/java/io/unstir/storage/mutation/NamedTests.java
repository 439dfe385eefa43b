package io.unstir.storage.mutation;

import java.util.Arrays;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** A JVM's program: runs the tests it is named, and tells by its exit code how they ended. */
final class NamedTests {
    static final int PASSED = 0;
    /** An expectation was not met. */
    static final int FAILED = 3;
    /** A test is not there, or something else went wrong than what it looks at. */
    static final int BROKEN = 4;

    private NamedTests() {}

    /** @param names each {@code class#method} */
    public static void main(String[] names) {
        var request = LauncherDiscoveryRequestBuilder.request()
                .selectors(Arrays.stream(names)
                        .map(DiscoverySelectors::selectMethod)
                        .toList())
                .build();
        var listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        var summary = listener.getSummary();
        var failures = summary.getFailures();
        failures.forEach(failure -> failure.getException().printStackTrace(System.out));
        if (summary.getTestsStartedCount() != names.length
                || !failures.stream().allMatch(failure -> failure.getException() instanceof AssertionError)) {
            System.exit(BROKEN);
        }
        System.exit(failures.isEmpty() ? PASSED : FAILED);
    }
}
