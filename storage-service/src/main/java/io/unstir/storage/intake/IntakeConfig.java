package io.unstir.storage.intake;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How records come in. */
@ConfigMapping(prefix = "unstir.intake")
interface IntakeConfig {
    /** Most records in one transaction. */
    @WithDefault("500")
    int batchSize();

    /**
     * Longest time the broker holds an empty fetch. A partition that was still being read when the fetch left is not part of
     * it, so this bounds how late a record can be seen.
     */
    @WithDefault("40ms")
    Duration fetchMaxWait();

    /** How often topics are looked up for new partitions and the broker for life. */
    @WithDefault("5s")
    Duration lookAfterTopics();

    /** Longest pause between two tries while PostgreSQL or Kafka is away; the first is a tenth of a second. */
    @WithDefault("2s")
    Duration maxBackoff();
}
