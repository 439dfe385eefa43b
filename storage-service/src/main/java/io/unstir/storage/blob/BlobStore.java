package io.unstir.storage.blob;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * Bytes named by their SHA-256. A blob appears whole or not at all and is never changed; nobody is given bytes that do not have the digest
 * in their name. What is acknowledged outlives this process.
 */
sealed interface BlobStore extends AutoCloseable permits FolderStore, S3Store {
    /** @param created false where the blob was there already */
    record Stored(long size, boolean created) {}

    record Listed(Sha256 digest, long size) {}

    /** Takes the bytes if they have that digest; a damaged blob of the same name is replaced. */
    Stored put(Sha256 digest, InputStream bytes) throws IOException;

    /** The blob's size; its bytes are not looked at. */
    Optional<Long> size(Sha256 digest) throws IOException;

    /** The blob's bytes, checked before the first of them is given. */
    Optional<BlobContent> read(Sha256 digest) throws IOException;

    /** Takes the blob away; one that is not there is gone already. */
    void remove(Sha256 digest) throws IOException;

    /**
     * What is there, in the order of digests.
     *
     * @param after a digest, or nothing to begin
     * @param most how many at once; fewer than that, and there are no more
     */
    List<Listed> list(String after, int most) throws IOException;

    /** Where it is, as people write it. */
    String place();

    @Override
    void close();
}
