package io.unstir.gateway.config;

import io.smallrye.config.WithDefault;

/** How much is taken on: {@code unstir.limits.*}. What is beyond gets 429. A key's limits hold for tokens, by their subject. */
public interface LimitsConfig {
    /** Jobs of all tenants that have not ended, beyond which none is accepted. */
    @WithDefault("100000")
    int queuedJobs();

    /** Jobs of one key that have not ended. */
    @WithDefault("2000")
    int jobsPerKey();

    /** Images that one key may ask for in a minute; as many at once after a quiet minute. */
    @WithDefault("6000")
    int imagesPerMinutePerKey();

    /** Image files that one key may upload to a gateway in a minute; as many at once after a quiet minute. */
    @WithDefault("600")
    int uploadsPerMinutePerKey();

    /** Trainings that one key may ask a gateway for in a minute; as many at once after a quiet minute. */
    @WithDefault("30")
    int trainingsPerMinutePerKey();

    /** Streams of events that one key has open at a gateway; while authentication is off, that all have together. */
    @WithDefault("256")
    int streamsPerKey();
}
