package io.unstir.storage.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

/** What storage takes for the name of a blob. */
public final class HostileNames {
    private static final Path ROOT = Path.of("/blobs");

    private HostileNames() {}

    public static void blob(String text) {
        Sha256.parse(text)
                .ifPresent(digest -> assertThat(ROOT.resolve(digest.path()).normalize())
                        .startsWithRaw(ROOT)
                        .hasFileName(text));
    }
}
