package io.unstir.storage.blob;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where the bytes lie. */
@ConfigMapping(prefix = "unstir.blobs")
interface BlobConfig {
    /** Folder of the blobs; made if absent. One storage-service at a time owns it. */
    @WithDefault("data/blobs")
    Path folder();

    /** Largest blob that is taken. */
    @WithDefault("64M")
    MemorySize maxSize();

    /** Blobs up to this size are checked in memory; larger ones on disk first, and are read twice. */
    @WithDefault("8M")
    MemorySize checkedInMemory();

    /** What a blob must leave free on the disk; one that would not gets 507, and those that are there stay readable. */
    @WithDefault("64M")
    MemorySize minFree();

    /**
     * How long a blob stays that no job, image, checkpoint or training names, counted from its last use; at least an hour, and longer than
     * anybody holds a blob before naming it. Absent: for ever.
     */
    Optional<Duration> keepUnnamed();
}
