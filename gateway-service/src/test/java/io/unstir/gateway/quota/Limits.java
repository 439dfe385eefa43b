package io.unstir.gateway.quota;

import io.unstir.gateway.config.LimitsConfig;

/** Limits as a test wants them. */
record Limits(
        int queuedJobs,
        int jobsPerKey,
        int imagesPerMinutePerKey,
        int uploadsPerMinutePerKey,
        int trainingsPerMinutePerKey,
        int streamsPerKey)
        implements LimitsConfig {}
