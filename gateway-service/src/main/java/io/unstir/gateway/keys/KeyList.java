package io.unstir.gateway.keys;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** All keys, newest first. */
record KeyList(
        @Schema(description = "Of all tenants, newest first")
        List<Key> keys) {}
