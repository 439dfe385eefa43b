package io.unstir.storage.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unstir.storage.blob.BlobStore.Listed;
import io.unstir.storage.blob.BlobStore.Stored;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every kind of store keeps. */
interface BlobStoreContract {
    long LIMIT = 1 << 20;
    int IN_MEMORY = 4000;
    byte[] SMALL = "an image".repeat(100).getBytes(UTF_8);
    byte[] LARGE = "an image".repeat(1000).getBytes(UTF_8);

    BlobStore store();

    /** Where the store's own disk holds the blob. */
    Path fileOf(Sha256 digest);

    /** Where bytes wait on their way. */
    Path incoming();

    static List<byte[]> bothSizes() {
        return List.of(SMALL, LARGE);
    }

    @ParameterizedTest
    @MethodSource("io.unstir.storage.blob.BlobStoreContract#bothSizes")
    default void aBlobComesBackAsItWasPutAndIsKeptOnce(byte[] bytes) throws IOException {
        var first = store().put(digest(bytes), stream(bytes));
        var second = store().put(digest(bytes), stream(bytes));

        assertThat(first).isEqualTo(new Stored(bytes.length, true));
        assertThat(second).isEqualTo(new Stored(bytes.length, false));
        assertThat(bytesOf(store(), digest(bytes))).isEqualTo(bytes);
        assertThat(store().read(digest(bytes)).orElseThrow().size()).isEqualTo(bytes.length);
        assertThat(store().size(digest(bytes))).hasValue((long) bytes.length);
        assertThat(incoming()).isEmptyDirectory();
    }

    @Test
    default void nothingAtAllIsABlobToo() throws IOException {
        store().put(digest(new byte[0]), stream(new byte[0]));

        assertThat(bytesOf(store(), digest(new byte[0]))).isEmpty();
        assertThat(store().size(digest(new byte[0]))).hasValue(0L);
    }

    @Test
    default void anUnknownBlobIsAbsent() throws IOException {
        assertThat(store().read(digest(LARGE))).isEmpty();
        assertThat(store().size(digest(LARGE))).isEmpty();
    }

    @Test
    default void bytesOfAnotherDigestAreRefusedAndLeaveNothing() throws IOException {
        var other = digest("something else".getBytes(UTF_8));

        assertThatThrownBy(() -> store().put(other, stream(LARGE)))
                .isInstanceOf(BlobException.WrongDigest.class)
                .hasMessage(digest(LARGE).hex());

        assertThat(store().size(other)).isEmpty();
        assertThat(store().size(digest(LARGE))).isEmpty();
        assertThat(incoming()).isEmptyDirectory();
    }

    @Test
    default void tooManyBytesAreRefusedWhileTheyCome() {
        var endless = new InputStream() {
            private long given;

            @Override
            public int read() {
                given++;
                return 7;
            }
        };

        assertThatThrownBy(() -> store().put(digest(LARGE), endless)).isInstanceOf(BlobException.TooLarge.class);

        assertThat(endless.given).isLessThan(2 * LIMIT);
        assertThat(incoming()).isEmptyDirectory();
    }

    @Test
    default void aStreamThatBreaksOffLeavesNothing() throws IOException {
        var broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        };

        assertThatThrownBy(() -> store().put(digest(LARGE), broken)).hasMessage("connection reset");

        assertThat(store().size(digest(LARGE))).isEmpty();
        assertThat(incoming()).isEmptyDirectory();
    }

    @ParameterizedTest
    @MethodSource("io.unstir.storage.blob.BlobStoreContract#bothSizes")
    default void truncatedBytesAreNeverGivenOutAndAreMendedByTheNextPut(byte[] bytes) throws IOException {
        store().put(digest(bytes), stream(bytes));
        Files.write(fileOf(digest(bytes)), "an im".getBytes(UTF_8));

        assertThatThrownBy(() -> store().read(digest(bytes))).isInstanceOf(BlobException.Corrupt.class);
        assertThat(incoming()).isEmptyDirectory();

        assertThat(store().put(digest(bytes), stream(bytes)).created()).isTrue();
        assertThat(bytesOf(store(), digest(bytes))).isEqualTo(bytes);
    }

    @ParameterizedTest
    @MethodSource("io.unstir.storage.blob.BlobStoreContract#bothSizes")
    default void oneWrongBitIsFound(byte[] bytes) throws IOException {
        store().put(digest(bytes), stream(bytes));
        var wrong = bytes.clone();
        wrong[wrong.length - 1] ^= 1;
        Files.write(fileOf(digest(bytes)), wrong);

        assertThatThrownBy(() -> store().read(digest(bytes))).isInstanceOf(BlobException.Corrupt.class);
    }

    @Test
    default void ofManyWhoBringTheSameBlobAtOnceOneMadeIt() throws Exception {
        var begin = new CountDownLatch(1);
        var puts = new ArrayList<Future<Stored>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 32; i++) {
                puts.add(threads.submit(() -> {
                    begin.await();
                    return store().put(digest(LARGE), stream(LARGE));
                }));
            }
            begin.countDown();
        }

        assertThat(puts.stream().filter(put -> put.resultNow().created())).hasSize(1);
        assertThat(bytesOf(store(), digest(LARGE))).isEqualTo(LARGE);
        assertThat(incoming()).isEmptyDirectory();
    }

    @Test
    default void manyDifferentBlobsAtOnceAllArriveAndAreListedInOrder() throws Exception {
        var puts = new ArrayList<Future<Stored>>();
        var expected = new ArrayList<Listed>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 100; i++) {
                byte[] bytes = "blob ".repeat(i).getBytes(UTF_8);
                puts.add(threads.submit(() -> store().put(digest(bytes), stream(bytes))));
                expected.add(new Listed(digest(bytes), bytes.length));
            }
        }
        expected.sort(Comparator.comparing(listed -> listed.digest().hex()));

        assertThat(puts).allMatch(put -> put.resultNow().created());
        var listed = new ArrayList<Listed>();
        var page = store().list("", 30);
        while (page.size() == 30) {
            listed.addAll(page);
            page = store().list(page.getLast().digest().hex(), 30);
        }
        listed.addAll(page);
        assertThat(listed).isEqualTo(expected);
        assertThat(store().list("", 1000)).isEqualTo(expected);
    }

    @Test
    default void whatIsRemovedIsGoneAndCanComeBack() throws IOException {
        store().put(digest(LARGE), stream(LARGE));

        store().remove(digest(LARGE));
        store().remove(digest(LARGE));

        assertThat(store().read(digest(LARGE))).isEmpty();
        assertThat(store().list("", 10)).isEmpty();
        assertThat(store().put(digest(LARGE), stream(LARGE)).created()).isTrue();
    }

    @Test
    default void aBlobThatIsRemovedWhileItIsReadIsReadToItsEnd() throws IOException {
        store().put(digest(LARGE), stream(LARGE));

        try (var bytes = store().read(digest(LARGE)).orElseThrow().stream()) {
            store().remove(digest(LARGE));

            assertThat(bytes.readAllBytes()).isEqualTo(LARGE);
        }
    }

    static byte[] bytesOf(BlobStore store, Sha256 digest) throws IOException {
        return store.read(digest).orElseThrow().readAll();
    }

    static Sha256 digest(byte[] bytes) {
        return Sha256.of(bytes);
    }

    static InputStream stream(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }
}
