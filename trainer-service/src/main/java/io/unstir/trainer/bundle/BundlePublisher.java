package io.unstir.trainer.bundle;

import com.google.protobuf.Timestamp;
import io.unstir.proto.v1.BundleFile;
import io.unstir.proto.v1.CheckpointEvent;
import io.unstir.proto.v1.CheckpointPublished;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/** Makes a bundle available: every file and the manifest as blobs first, its name in the registry last. */
public record BundlePublisher(BlobStore blobs, Registry registry, Clock clock) {

    /** Where checkpoints are announced. */
    @FunctionalInterface
    public interface Registry {
        /**
         * Returns when the announcement is safely stored.
         *
         * @param name {@code model@version}
         * @throws IOException when another try may do
         */
        void announce(String name, CheckpointEvent event) throws IOException, InterruptedException;
    }

    /** Publishes, however long storage or registry are away; doing so again changes nothing. */
    public void publish(Bundle bundle) throws InterruptedException {
        for (BundleFile file : bundle.manifest().getFilesList()) {
            store(bundle, file.getSha256(), file.getPath());
        }
        store(bundle, bundle.digest(), Bundle.MANIFEST);
        var now = clock.instant();
        var event = CheckpointEvent.newBuilder()
                .setModel(bundle.manifest().getModel())
                .setVersion(bundle.manifest().getVersion())
                .setOccurredAt(
                        Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()))
                .setPublished(CheckpointPublished.newBuilder()
                        .setDigest(bundle.digest())
                        .setManifest(bundle.manifest()))
                .build();
        Retry.untilDone("announce checkpoint " + bundle.name(), () -> {
            registry.announce(bundle.name(), event);
            return event;
        });
    }

    private void store(Bundle bundle, String sha256, String path) throws InterruptedException {
        Path file = bundle.folder().resolve(path);
        Retry.untilDone("store " + path + " of " + bundle.name(), () -> {
            blobs.put(sha256, file);
            return sha256;
        });
    }
}
