package io.unstir.trainer.service;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;

/** Where the storage service is. */
@ConfigMapping(prefix = "unstir.storage")
interface StorageConfig {
    /** Base address of the storage service, which keeps the bundles' files. */
    @WithDefault("http://127.0.0.1:7601")
    URI url();
}
