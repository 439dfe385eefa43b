package io.unstir.sampler.model;

import io.unstir.proto.v1.BundleFile;
import io.unstir.sampler.blob.BlobStore;
import io.unstir.sampler.blob.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Bundles on this machine's disk, fetched once. {@code blobs/} holds verified bytes by their SHA-256, shared between bundles; {@code bundles/} holds a folder for each
 * checkpoint whose files are links to them. Both appear by renaming, so what is there is whole; what is used is verified again.
 */
final class BundleCache {
    private static final long LARGEST_MANIFEST = 16 << 20;

    private final Path blobs;
    private final Path bundles;
    private final BlobStore store;

    BundleCache(Path folder, BlobStore store) {
        this.blobs = folder.toAbsolutePath().resolve("blobs");
        this.bundles = folder.toAbsolutePath().resolve("bundles");
        this.store = store;
    }

    /**
     * The bundle of this digest, from disk or from the store.
     *
     * @throws IOException when another try may do
     * @throws BundleException when the bundle's content is wrong
     */
    Bundle fetch(String digest) throws IOException, InterruptedException {
        Files.createDirectories(blobs);
        var manifest = Bundle.parse(Files.readAllBytes(blob(digest, LARGEST_MANIFEST)));
        Path folder = bundles.resolve(digest);
        for (BundleFile file : manifest.getFilesList()) {
            Path blob = blob(file.getSha256(), file.getSizeBytes());
            place(blob, new BundlePath(file.getPath()).in(folder));
        }
        return new Bundle(digest, manifest, folder);
    }

    private Path blob(String sha256, long size) throws IOException, InterruptedException {
        Path blob = blobs.resolve(sha256);
        if (Files.exists(blob) && Sha256.of(blob).equals(sha256)) {
            return blob;
        }
        try {
            keep(blob, sha256, size);
        } catch (BundleException damaged) {
            // What was damaged on its way comes whole the second time; what lies damaged in the store does not.
            keep(blob, sha256, size);
        }
        return blob;
    }

    private void keep(Path blob, String sha256, long size) throws IOException, InterruptedException {
        Path partial = Files.createTempFile(blobs, "partial", "");
        try {
            download(sha256, size, partial);
            Files.move(partial, blob, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private void download(String sha256, long size, Path to) throws IOException, InterruptedException {
        try (var in = Sha256.reading(store.get(sha256));
                var out = Files.newOutputStream(to)) {
            copy(in, out, sha256, size);
            String found = Sha256.hex(in.getMessageDigest());
            if (!found.equals(sha256)) {
                throw new BundleException("blob %s came with the digest %s".formatted(sha256, found));
            }
        }
    }

    /** Stops where there is more than announced, so that a wrong store can't fill the disk. */
    private static void copy(InputStream in, OutputStream out, String sha256, long size) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long total = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            total += read;
            if (total > size) {
                throw new BundleException("blob %s is larger than the %d bytes announced".formatted(sha256, size));
            }
            out.write(buffer, 0, read);
        }
    }

    private static void place(Path blob, Path file) throws IOException {
        if (Files.exists(file) && Files.isSameFile(blob, file)) {
            return;
        }
        Files.createDirectories(file.getParent());
        Path link = file.resolveSibling(
                file.getFileName() + ".link-" + Thread.currentThread().threadId());
        Files.deleteIfExists(link);
        Files.createLink(link, blob);
        Files.move(link, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(link);
    }
}
