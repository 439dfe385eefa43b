package io.unstir.gateway.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Telling receivers what became of jobs: {@code unstir.webhooks.*}. */
public interface WebhookConfig {
    /**
     * What every tenant's signing secret is derived from, at least 32 characters each, the newest first; all of them sign. The
     * same at every gateway. Without one, jobs with a webhook are refused.
     */
    Optional<List<String>> masterSecrets();

    /** Networks besides the public internet that may be reached, such as {@code 10.1.0.0/16}. */
    Optional<List<String>> allowedNetworks();

    /** Whether a webhook may be {@code http}, which anybody on the way can read. */
    @WithDefault("false")
    boolean allowHttp();

    /** Waits before the first attempt, the second and so on, up to ten; after the last the delivery is given up. */
    @WithDefault("0s,5s,5m,30m,2h,5h,10h,14h,20h,24h")
    List<Duration> schedule();

    /** How long an attempt may take in all. */
    @WithDefault("15s")
    Duration timeout();

    /** Most attempts at once to one host and port. */
    @WithDefault("4")
    int perReceiver();

    /** Most attempts at once for one tenant. */
    @WithDefault("64")
    int perTenant();

    /** Most attempts at once of this gateway. */
    @WithDefault("256")
    int inFlight();
}
