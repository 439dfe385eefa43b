package io.unstir.storage.job;

import java.time.Instant;

/**
 * An image among a tenant's, with what made it.
 *
 * @param submittedAt of its job, by which images are ordered
 */
record GalleryImage(
        String sha256,
        String job,
        int index,
        String prompt,
        String model,
        int width,
        int height,
        long seed,
        Instant createdAt,
        Instant submittedAt) {}
