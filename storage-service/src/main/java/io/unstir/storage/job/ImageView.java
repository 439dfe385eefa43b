package io.unstir.storage.job;

import java.time.Instant;
import java.util.Optional;

/** What is known of an image beside its bytes; seed, model and checkpoint come with the job's submission. */
record ImageView(
        String sha256,
        String jobId,
        int index,
        int width,
        int height,
        long sizeBytes,
        String mediaType,
        Optional<Long> seed,
        Optional<String> model,
        Optional<String> checkpoint,
        String deviceClass,
        Instant producedAt) {}
