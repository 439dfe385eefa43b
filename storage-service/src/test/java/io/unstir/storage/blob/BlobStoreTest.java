package io.unstir.storage.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobStoreTest {
    private static final long LIMIT = 1 << 20;
    private static final byte[] BYTES = "an image".repeat(1000).getBytes(UTF_8);

    @TempDir
    private Path folder;

    private BlobStore store;

    @BeforeEach
    void open() throws IOException {
        store = new BlobStore(folder, LIMIT, 0);
    }

    @Test
    void aBlobComesBackAsItWasPut() throws IOException {
        var first = store.put(digest(BYTES), stream(BYTES));
        var second = store.put(digest(BYTES), stream(BYTES));

        assertThat(first).isEqualTo(new BlobStore.Stored(BYTES.length, true));
        assertThat(second).isEqualTo(new BlobStore.Stored(BYTES.length, false));
        assertThat(store.read(digest(BYTES))).hasValue(BYTES);
        assertThat(store.find(digest(BYTES)).orElseThrow()).hasBinaryContent(BYTES);
        assertThat(store.size(digest(BYTES))).hasValue((long) BYTES.length);
        assertThat(incoming()).isEmptyDirectory();
    }

    @Test
    void anUnknownBlobIsAbsent() throws IOException {
        assertThat(store.read(digest(BYTES))).isEmpty();
        assertThat(store.find(digest(BYTES))).isEmpty();
        assertThat(store.size(digest(BYTES))).isEmpty();
    }

    @Test
    void bytesOfAnotherDigestAreRefusedAndLeaveNothing() {
        var other = digest("something else".getBytes(UTF_8));

        assertThatThrownBy(() -> store.put(other, stream(BYTES)))
                .isInstanceOf(BlobException.WrongDigest.class)
                .hasMessage(digest(BYTES).hex());

        assertThat(folder.resolve(other.path())).doesNotExist();
        assertThat(incoming()).isEmptyDirectory();
    }

    @Test
    void tooManyBytesAreRefusedWhileTheyCome() {
        var endless = new InputStream() {
            private long given;

            @Override
            public int read() {
                given++;
                return 7;
            }
        };

        assertThatThrownBy(() -> store.put(digest(BYTES), endless)).isInstanceOf(BlobException.TooLarge.class);

        assertThat(endless.given).isLessThan(2 * LIMIT);
        assertThat(incoming()).isEmptyDirectory();
    }

    @Test
    void aStreamThatBreaksOffLeavesNothing() {
        var broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        };

        assertThatThrownBy(() -> store.put(digest(BYTES), broken)).hasMessage("connection reset");

        assertThat(incoming()).isEmptyDirectory();
    }

    @Test
    void aTruncatedFileIsNeverGivenOutAndIsMendedByTheNextPut() throws IOException {
        store.put(digest(BYTES), stream(BYTES));
        var file = folder.resolve(digest(BYTES).path());
        Files.write(file, "an im".getBytes(UTF_8));

        assertThatThrownBy(() -> store.read(digest(BYTES))).isInstanceOf(BlobException.Corrupt.class);
        assertThatThrownBy(() -> store.find(digest(BYTES))).isInstanceOf(BlobException.Corrupt.class);

        var mended = store.put(digest(BYTES), stream(BYTES));
        assertThat(mended.created()).isTrue();
        assertThat(store.read(digest(BYTES))).hasValue(BYTES);
    }

    @Test
    void ofManyWhoBringTheSameBlobAtOnceOneMadeIt() throws Exception {
        var begin = new CountDownLatch(1);
        var puts = new ArrayList<Future<BlobStore.Stored>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 32; i++) {
                puts.add(threads.submit(() -> {
                    begin.await();
                    return store.put(digest(BYTES), stream(BYTES));
                }));
            }
            begin.countDown();
        }

        assertThat(puts.stream().filter(put -> put.resultNow().created())).hasSize(1);
        assertThat(store.read(digest(BYTES))).hasValue(BYTES);
        assertThat(incoming()).isEmptyDirectory();
    }

    @Test
    void manyDifferentBlobsAtOnceAllArrive() throws Exception {
        var puts = new ArrayList<Future<BlobStore.Stored>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                byte[] bytes = ("blob " + i).getBytes(UTF_8);
                puts.add(threads.submit(() -> store.put(digest(bytes), stream(bytes))));
            }
        }

        assertThat(puts).allMatch(put -> put.resultNow().created());
        for (int i = 0; i < 200; i++) {
            byte[] bytes = ("blob " + i).getBytes(UTF_8);
            assertThat(store.read(digest(bytes))).hasValue(bytes);
        }
    }

    @Test
    void whatAnEarlierProcessLeftHalfWrittenIsRemovedAtStart() throws IOException {
        store.put(digest(BYTES), stream(BYTES));
        Files.write(incoming().resolve("half"), BYTES);

        var reopened = new BlobStore(folder, LIMIT, 0);

        assertThat(incoming()).isEmptyDirectory();
        assertThat(reopened.read(digest(BYTES))).hasValue(BYTES);
    }

    @Test
    void aFullDiskIsTold() {
        // A device that is always full, and a real ENOSPC.
        var e = catchThrowableOfType(IOException.class, () -> {
            try (var full = new FileOutputStream("/dev/full")) {
                full.write(BYTES);
            }
        });

        assertThat(BlobProblems.isDiskFull(e)).isTrue();
        assertThat(BlobProblems.isDiskFull(new IOException("connection reset"))).isFalse();
    }

    @Test
    void whatWouldTouchTheReserveIsRefusedAndLeavesNothingWhileTheRestStaysReadable() throws IOException {
        // Given
        store.put(digest(BYTES), stream(BYTES));
        var other = "another image".getBytes(UTF_8);
        var full = new BlobStore(folder, LIMIT, Long.MAX_VALUE);

        // When
        var refusal = catchThrowableOfType(IOException.class, () -> full.put(digest(other), stream(other)));

        // Then
        assertThat(BlobProblems.isDiskFull(refusal)).isTrue();
        assertThat(incoming()).isEmptyDirectory();
        assertThat(full.read(digest(other))).isEmpty();
        assertThat(full.read(digest(BYTES))).hasValue(BYTES);
    }

    @Test
    void onlySixtyFourLowerCaseHexDigitsAreADigest() {
        assertThat(Sha256.parse("a".repeat(64))).isPresent();
        assertThat(Sha256.parse("A".repeat(64))).isEmpty();
        assertThat(Sha256.parse("a".repeat(63))).isEmpty();
        assertThat(Sha256.parse("../".repeat(21) + "a")).isEmpty();
        assertThat(Sha256.parse("")).isEmpty();
    }

    private Path incoming() {
        return folder.resolve("incoming");
    }

    private static InputStream stream(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }

    private static Sha256 digest(byte[] bytes) {
        var digest = Sha256.newDigest();
        digest.update(bytes);
        return Sha256.of(digest);
    }
}
