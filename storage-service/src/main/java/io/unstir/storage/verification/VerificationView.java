package io.unstir.storage.verification;

import java.time.Instant;
import java.util.Optional;

/**
 * An image made again, and what came of it.
 *
 * @param image its digest
 * @param original the job that made it first
 * @param job the one that makes it again
 * @param status of that job
 * @param error of that job
 * @param outcome {@code pending}, {@code equal}, {@code different} or {@code inconclusive}
 * @param actual digest of what was made
 * @param largestDifference of different files, once they are compared
 * @param notCompared why they could not be compared
 */
record VerificationView(
        String image,
        String original,
        String job,
        String status,
        Optional<String> error,
        String outcome,
        Optional<String> actual,
        String originalDeviceClass,
        Optional<String> actualDeviceClass,
        Optional<Integer> largestDifference,
        Optional<String> notCompared,
        Instant requestedAt,
        Optional<Instant> decidedAt) {}
