package io.unstir.storage.blob;

import static io.unstir.storage.blob.BlobStoreContract.bytesOf;
import static io.unstir.storage.blob.BlobStoreContract.digest;
import static io.unstir.storage.blob.BlobStoreContract.stream;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderStoreTest implements BlobStoreContract {
    @TempDir
    private Path folder;

    private BlobStore store;

    @BeforeEach
    void open() throws IOException {
        store = new FolderStore(new DurableFiles(folder), LIMIT, 0, IN_MEMORY);
    }

    @Override
    public BlobStore store() {
        return store;
    }

    @Override
    public Path fileOf(Sha256 digest) {
        return folder.resolve(digest.path());
    }

    @Override
    public Path incoming() {
        return folder.resolve("incoming");
    }

    @Test
    void whatAnEarlierProcessLeftHalfWrittenIsRemovedAtStart() throws IOException {
        store.put(digest(LARGE), stream(LARGE));
        Files.write(incoming().resolve("half"), LARGE);

        var reopened = new FolderStore(new DurableFiles(folder), LIMIT, 0, IN_MEMORY);

        assertThat(incoming()).isEmptyDirectory();
        assertThat(bytesOf(reopened, digest(LARGE))).isEqualTo(LARGE);
    }

    @Test
    void whatIsAcknowledgedIsOnTheDiskFirstItsBytesAndThenItsName() throws IOException {
        var synced = synced(() -> store.put(digest(LARGE), stream(LARGE)));

        var home = fileOf(digest(LARGE)).getParent();
        assertThat(synced.getFirst().getParent()).isEqualTo(incoming());
        assertThat(synced).endsWith(folder, home.getParent(), home).hasSize(4);
    }

    private interface Work {
        void run() throws IOException;
    }

    /** What the JVM has the kernel bring to the disk meanwhile, as its own flight recorder sees it. */
    private List<Path> synced(Work work) throws IOException {
        var file = folder.resolveSibling(folder.getFileName() + ".jfr");
        try (var recording = new Recording()) {
            recording.enable("jdk.FileForce").withoutThreshold().withoutStackTrace();
            recording.start();
            work.run();
            recording.stop();
            recording.dump(file);
            return RecordingFile.readAllEvents(file).stream()
                    .map(event -> Path.of(event.getString("path")))
                    .filter(path -> path.startsWith(folder))
                    .toList();
        } finally {
            Files.deleteIfExists(file);
        }
    }

    @Test
    void aBlobWhoseFolderCouldNotBeSyncedIsNotAcknowledgedBeforeItIs() throws IOException {
        // Given: a disk that fails once, when the file has its name already
        var syncs = new ArrayList<Path>();
        var failures = new AtomicInteger(1);
        var home = fileOf(digest(LARGE)).getParent();
        var failing = new FolderStore(
                new DurableFiles(folder, synced -> {
                    if (synced.equals(home) && failures.getAndDecrement() > 0) {
                        throw new IOException("input/output error");
                    }
                    syncs.add(synced);
                }),
                LIMIT,
                0,
                IN_MEMORY);
        assertThatThrownBy(() -> failing.put(digest(LARGE), stream(LARGE))).hasMessage("input/output error");
        assertThat(fileOf(digest(LARGE))).exists();
        syncs.clear();

        // When
        var again = failing.put(digest(LARGE), stream(LARGE));

        // Then
        assertThat(again.created()).isFalse();
        assertThat(syncs).contains(home);
    }

    @Test
    void aBlobThatAnotherProcessLeftUnsyncedIsSyncedWithTheFoldersAbove() throws IOException {
        // Given: a crash between rename and sync, as the next process finds it
        store.put(digest(LARGE), stream(LARGE));
        var syncs = new ArrayList<Path>();
        var next = new FolderStore(new DurableFiles(folder, syncs::add), LIMIT, 0, IN_MEMORY);

        // When
        next.put(digest(LARGE), stream(LARGE));

        // Then
        var home = fileOf(digest(LARGE)).getParent();
        assertThat(syncs).endsWith(folder, home.getParent(), home);
    }

    @Test
    void aFullDiskIsTold() {
        // A device that is always full, and a real ENOSPC.
        var e = catchThrowableOfType(IOException.class, () -> {
            try (var full = new FileOutputStream("/dev/full")) {
                full.write(LARGE);
            }
        });

        assertThat(BlobProblems.isDiskFull(e)).isTrue();
        assertThat(BlobProblems.isDiskFull(new IOException("connection reset"))).isFalse();
    }

    @Test
    void whatWouldTouchTheReserveIsRefusedAndLeavesNothingWhileTheRestStaysReadable() throws IOException {
        // Given
        store.put(digest(LARGE), stream(LARGE));
        var other = "another image".getBytes(UTF_8);
        var full = new FolderStore(new DurableFiles(folder), LIMIT, Long.MAX_VALUE, IN_MEMORY);

        // When
        var refusal = catchThrowableOfType(IOException.class, () -> full.put(digest(other), stream(other)));

        // Then
        assertThat(BlobProblems.isDiskFull(refusal)).isTrue();
        assertThat(incoming()).isEmptyDirectory();
        assertThat(full.read(digest(other))).isEmpty();
        assertThat(bytesOf(full, digest(LARGE))).isEqualTo(LARGE);
    }

    @Test
    void onlySixtyFourLowerCaseHexDigitsAreADigest() {
        assertThat(Sha256.parse("a".repeat(64))).isPresent();
        assertThat(Sha256.parse("A".repeat(64))).isEmpty();
        assertThat(Sha256.parse("a".repeat(63))).isEmpty();
        assertThat(Sha256.parse("../".repeat(21) + "a")).isEmpty();
        assertThat(Sha256.parse("")).isEmpty();
    }
}
