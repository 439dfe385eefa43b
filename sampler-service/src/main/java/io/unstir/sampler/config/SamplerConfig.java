package io.unstir.sampler.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
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

    /**
     * What models run on: {@code cpu}; {@code cuda:N}, a GPU as CUDA counts them; or {@code auto}, the first GPU where this build and this machine have what it
     * takes, else the CPU.
     */
    @WithDefault("auto")
    String device();

    /** Threads of a model run on the CPU; as many as there are processors where not set. */
    OptionalInt threads();

    /** Most rows of one model run, over all images; an image with guidance takes two. At least 2. */
    @WithDefault("16")
    int maxRows();

    /**
     * Most interactive jobs in hand. Each is a member of the share group, which spreads the topic's partitions over its members; see the
     * README.
     */
    @WithDefault("24")
    int slots();

    /** Most jobs in bulk in hand, besides those. At least 1. */
    @WithDefault("8")
    int bulkSlots();

    /**
     * Memory for models, such as 512M or 4G; those used longest ago make room for others. Counts weights twice, since they are repacked, and
     * buffers of rows, not what a run needs inside ONNX Runtime.
     */
    @WithDefault("2G")
    @WithConverter(MemorySizeConverter.class)
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

    /** About how many previews of an image are published while it is made, never of a job in bulk; 0 for none. */
    @WithDefault("8")
    int previewsPerImage();

    /** Least time between two previews of a job, and before its first: what is done sooner has none. */
    @WithDefault("250ms")
    Duration previewEvery();

    /** Longest side of a preview in pixels. */
    @WithDefault("128")
    int previewSide();

    /**
     * The delivery at which a job is parked instead of tried again. Below the share group's {@code share.delivery.count.limit}: a sampler that dies at that delivery leaves
     * the job to nobody.
     */
    @WithDefault("8")
    int deliveryLimit();

    /** For measurements only. */
    Bench bench();

    /** Lets a model take longer than it does. Refused outside of the configuration profile {@code bench}. */
    interface Bench {
        /** Time that passes after each run of a model, at most 10 s. */
        @WithDefault("0s")
        Duration runDelay();

        /** And for each row of the run, besides. */
        @WithDefault("0s")
        Duration rowDelay();
    }
}
