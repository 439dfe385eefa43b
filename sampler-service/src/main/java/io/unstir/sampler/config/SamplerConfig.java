package io.unstir.sampler.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;

/** What this sampler may use and how it behaves. */
@ConfigMapping(prefix = "unstir.sampler")
public interface SamplerConfig {
    /** This replica's name in events and logs. */
    @WithDefault("sampler")
    String worker();

    /** Where checkpoint files are kept, by digest; filled from storage, may be deleted while the sampler is down. */
    @WithDefault("${user.home}/.unstir/cache/sampler")
    Path cacheFolder();

    /** What models run on: {@code cpu}, {@code cuda:N}, or {@code auto}, the first GPU where the build and the machine have one. */
    @WithDefault("auto")
    String device();

    /** Threads of a model run; as many as there are processors where not set. */
    OptionalInt threads();

    /** Most rows of one model run, over all images; a short measurement of each model when it is loaded chooses a number up to it. */
    @WithDefault("16")
    int maxRows();

    /** Most jobs in hand. Each is a member of the share group, which spreads the topic's partitions over its members; see the README. */
    @WithDefault("24")
    int slots();

    /** Memory for models, for example {@code 512M}; the one used longest ago makes room for another. */
    @WithDefault("2G")
    MemorySize modelMemory();

    /** Prompts whose encoding is kept, for each model. */
    @WithDefault("256")
    int promptCache();

    /** How long a job waits for a checkpoint that the registry does not show. */
    @WithDefault("30s")
    Duration checkpointPatience();

    /** Least time between two progress events of a job. */
    @WithDefault("200ms")
    Duration progressEvery();

    /** The delivery at which a job is parked instead of tried again; at most the share group's delivery count limit. */
    @WithDefault("5")
    int deliveryLimit();
}
