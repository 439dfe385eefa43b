package io.unstir.trainer.service;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What the trainer service can be told. */
@ConfigMapping(prefix = "unstir.trainer")
interface TrainerConfig {
    /** Folder the trainer keeps its runs in: {@code runs/<training id>}, with checkpoints and bundle. */
    @WithDefault("trainer-data")
    Path folder();

    /** Folder that a relative {@code data.folder}, {@code data.file} or {@code start_from} of a requested training is relative to. */
    @WithDefault(".")
    Path dataFolder();

    /** Folder whose sub-folders are bundles, published at start where the registry has nothing under their names. */
    Optional<Path> starterModels();

    /** Name of this trainer in its events. */
    @WithDefault("trainer-1")
    String worker();

    /** How long a stopping trainer waits for the running step and its checkpoint. */
    @WithDefault("30s")
    Duration stopTimeout();
}
