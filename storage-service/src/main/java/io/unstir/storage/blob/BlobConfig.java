package io.unstir.storage.blob;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where the bytes lie. */
@ConfigMapping(prefix = "unstir.blobs")
interface BlobConfig {
    /** {@code folder}: files of this machine; {@code s3}: objects in a bucket. */
    @WithDefault("folder")
    Kind store();

    /** Folder of the blobs, or with {@code s3} of those on their way; made if absent. One storage-service at a time owns it. */
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

    /** How often unnamed blobs are looked for. */
    @WithDefault("10m")
    Duration collectEvery();

    S3 s3();

    enum Kind {
        FOLDER,
        S3
    }

    /** The bucket and how it is reached. */
    interface S3 {
        /** Its name; must be there. */
        Optional<String> bucket();

        /** What the names of objects begin with. */
        @WithDefault("blobs/")
        String prefix();

        /** Of a server that is not Amazon's; buckets are then part of the path. */
        Optional<URI> endpoint();

        /** As the server names it. */
        @WithDefault("us-east-1")
        String region();

        /** With {@code secret-key}. Absent: wherever Amazon's clients look, as the environment, a profile or the machine's role. */
        Optional<String> accessKey();

        /** Is written nowhere. */
        Optional<String> secretKey();

        /** Longest wait for a connection. */
        @WithDefault("2s")
        Duration connectTimeout();

        /** Longest silence while an answer comes. */
        @WithDefault("10s")
        Duration readTimeout();

        /** Longest time for one blob in or out, tries included. */
        @WithDefault("60s")
        Duration timeout();

        /** How often a call is tried that was not answered or answered with a passing failure. */
        @WithDefault("3")
        int attempts();
    }
}
