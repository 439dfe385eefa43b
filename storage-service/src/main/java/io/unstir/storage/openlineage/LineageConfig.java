package io.unstir.storage.openlineage;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** How runs are told as OpenLineage. */
@ConfigMapping(prefix = "unstir.lineage")
interface LineageConfig {
    /** Of OpenLineage's jobs; its data sets' namespaces begin with it. One for each installation. */
    @WithDefault("unstir")
    String namespace();

    /** How long it takes at most until something new is looked for. */
    @WithDefault("500ms")
    Duration lookAfterEvents();

    /** Longest pause between two tries while the broker or the endpoint is away; the first is a second. */
    @WithDefault("1m")
    Duration maxBackoff();

    Endpoint endpoint();

    /** An OpenLineage server besides the topic. */
    interface Endpoint {
        /** Where run events are posted, for example http://marquez:5000/api/v1/lineage. Nowhere while this is not set. */
        Optional<URI> url();

        /** Sent as {@code Authorization: Bearer}. */
        Optional<String> token();

        /** For connecting, and again for the answer. */
        @WithDefault("10s")
        Duration timeout();
    }
}
