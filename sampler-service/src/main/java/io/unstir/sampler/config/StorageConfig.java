package io.unstir.sampler.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;

/** Where the storage service is. */
@ConfigMapping(prefix = "unstir.storage")
public interface StorageConfig {
    /** Base of its HTTP interface. */
    @WithDefault("http://127.0.0.1:7601")
    URI url();
}
