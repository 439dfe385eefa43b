package io.unstir.storage.blob;

import static io.unstir.storage.blob.BlobStoreContract.bytesOf;
import static io.unstir.storage.blob.BlobStoreContract.digest;
import static io.unstir.storage.blob.BlobStoreContract.stream;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.unstir.storage.fixture.S3Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The contract over a real S3 server, and what only a server can do: go away, refuse, be full, fall silent. */
@Timeout(120)
class S3StoreIT implements BlobStoreContract {
    private static final AtomicInteger TESTS = new AtomicInteger();

    private static S3Server server;

    private final String prefix = "test-%d/".formatted(TESTS.incrementAndGet());

    @TempDir
    private Path folder;

    private BlobStore store;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = new S3Server(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @BeforeEach
    void open() throws IOException {
        store = Buckets.of(server, folder, prefix);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    public BlobStore store() {
        return store;
    }

    @Override
    public Path fileOf(Sha256 digest) {
        return server.fileOf(prefix + digest.path());
    }

    @Override
    public Path incoming() {
        return folder.resolve("incoming");
    }

    @Test
    void ofTwoProcessesThatBringTheSameBlobOneMadeItAndBothAreRight(@TempDir Path elsewhere) throws Exception {
        try (var other = Buckets.of(server, elsewhere, prefix)) {
            var begin = new CountDownLatch(1);
            var puts = new ArrayList<Future<BlobStore.Stored>>();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (var one : new BlobStore[] {store, other}) {
                    puts.add(threads.submit(() -> {
                        begin.await();
                        return one.put(digest(LARGE), stream(LARGE));
                    }));
                }
                begin.countDown();
            }

            assertThat(puts.stream().filter(put -> put.resultNow().created())).hasSizeBetween(1, 2);
            assertThat(bytesOf(store, digest(LARGE))).isEqualTo(LARGE);
            assertThat(other.put(digest(LARGE), stream(LARGE)).created()).isFalse();
        }
    }

    @Test
    void aServerThatGoesAwayLosesNothingAndIsUsedAgainWhenItIsBack() throws Exception {
        // Given
        store.put(digest(LARGE), stream(LARGE));

        // When
        server.stop();
        var put = catchThrowableOfType(BlobException.class, () -> store.put(digest(SMALL), stream(SMALL)));
        var read = catchThrowableOfType(BlobException.class, () -> store.read(digest(LARGE)));
        var size = catchThrowableOfType(BlobException.class, () -> store.size(digest(LARGE)));
        var list = catchThrowableOfType(BlobException.class, () -> store.list("", 10));
        server.start();

        // Then
        assertThat(put).isInstanceOf(BlobException.Unavailable.class);
        assertThat(read).isInstanceOf(BlobException.Unavailable.class);
        assertThat(size).isInstanceOf(BlobException.Unavailable.class);
        assertThat(list).isInstanceOf(BlobException.Unavailable.class);
        assertThat(incoming()).isEmptyDirectory();
        assertThat(bytesOf(store, digest(LARGE))).isEqualTo(LARGE);
        assertThat(store.put(digest(SMALL), stream(SMALL)).created()).isTrue();
    }

    @Test
    void aBucketThatIsNotThereIsNoEmptyOne() throws IOException {
        try (var nowhere = Buckets.of(
                "no-such-bucket", folder, prefix, Buckets.settings(server.endpoint(), S3Server.SECRET_KEY))) {
            assertThatThrownBy(() -> nowhere.size(digest(LARGE)))
                    .isInstanceOf(BlobException.Unavailable.class)
                    .hasMessage("there is no bucket no-such-bucket");
            assertThatThrownBy(() -> nowhere.read(digest(LARGE))).isInstanceOf(BlobException.Unavailable.class);
            assertThatThrownBy(() -> nowhere.put(digest(LARGE), stream(LARGE)))
                    .isInstanceOf(BlobException.Unavailable.class);
        }
    }

    @Test
    void aWrongKeyIsToldWithoutIt() throws IOException {
        try (var stranger = Buckets.of(
                S3Server.BUCKET, folder, prefix, Buckets.settings(server.endpoint(), "a-secret-that-is-not-it"))) {
            assertThatThrownBy(() -> stranger.put(digest(LARGE), stream(LARGE)))
                    .isInstanceOf(BlobException.Unavailable.class)
                    .hasMessage("the server answered 403 SignatureDoesNotMatch");
        }
    }

    @Test
    void aFullBucketIsAFullDisk() throws IOException {
        // S3Proxy knows no quotas: these are the answers of MinIO and of Ceph.
        assertThat(refusal(507, "XMinioStorageFull")).isInstanceOf(BlobException.NoSpace.class);
        assertThat(refusal(400, "XMinioAdminBucketQuotaExceeded")).isInstanceOf(BlobException.NoSpace.class);
        assertThat(refusal(403, "QuotaExceeded")).isInstanceOf(BlobException.NoSpace.class);
        assertThat(refusal(403, "AccessDenied")).isInstanceOf(BlobException.Unavailable.class);
    }

    @Test
    void aServerThatFallsSilentIsGivenUp() throws IOException {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var waiting = Buckets.of(
                        S3Server.BUCKET,
                        folder,
                        prefix,
                        Buckets.impatient(
                                URI.create("http://127.0.0.1:" + silent.getLocalPort()), Duration.ofMillis(500)))) {
            assertThatThrownBy(() -> waiting.read(digest(LARGE))).isInstanceOf(BlobException.Unavailable.class);
            assertThatThrownBy(() -> waiting.put(digest(LARGE), stream(LARGE)))
                    .isInstanceOf(BlobException.Unavailable.class);
            assertThat(incoming()).isEmptyDirectory();
        }
    }

    @Test
    void whoComesSecondAtTheServerLooksAtWhatIsThereAndSendsNothingMore() throws IOException {
        // Given: a server where another process is quicker, between the look and the put
        var puts = new ArrayList<String>();
        HttpHandler quicker = exchange -> {
            switch (exchange.getRequestMethod()) {
                case "HEAD" -> answer(exchange, 200, new byte[0]);
                case "PUT" -> {
                    puts.add(String.valueOf(exchange.getRequestHeaders().getFirst("If-None-Match")));
                    answer(exchange, 412, error("PreconditionFailed"));
                }
                default -> answer(exchange, puts.isEmpty() ? 404 : 200, puts.isEmpty() ? error("NoSuchKey") : LARGE);
            }
        };

        // When
        var stored = at(quicker, second -> second.put(digest(LARGE), stream(LARGE)));

        // Then
        assertThat(stored.created()).isFalse();
        assertThat(puts).containsExactly("*");
    }

    @Test
    void aServerThatKnowsNoConditionsIsGivenTheBytesWithoutOne() throws IOException {
        // Given
        var puts = new ArrayList<String>();
        HttpHandler simple = exchange -> {
            switch (exchange.getRequestMethod()) {
                case "HEAD" -> answer(exchange, 200, new byte[0]);
                case "PUT" -> {
                    var condition = exchange.getRequestHeaders().getFirst("If-None-Match");
                    puts.add(String.valueOf(condition));
                    answer(exchange, condition == null ? 200 : 501, error("NotImplemented"));
                }
                default -> answer(exchange, 404, error("NoSuchKey"));
            }
        };

        // When
        var stored = at(simple, store -> store.put(digest(LARGE), stream(LARGE)));

        // Then
        assertThat(stored.created()).isTrue();
        assertThat(puts).containsExactly("*", "null");
    }

    @Test
    void anAnswerThatBreaksOffIsAskedForAgain() throws IOException {
        // Given
        var gets = new AtomicInteger();
        HttpHandler breaking = exchange -> {
            exchange.sendResponseHeaders(200, LARGE.length);
            exchange.getResponseBody().write(LARGE, 0, gets.getAndIncrement() == 0 ? 10 : LARGE.length);
            exchange.getResponseBody().flush();
            exchange.close();
        };

        // When
        var bytes = at(breaking, store -> bytesOf(store, digest(LARGE)));

        // Then
        assertThat(bytes).isEqualTo(LARGE);
        assertThat(gets).hasValue(2);
    }

    private IOException refusal(int status, String code) throws IOException {
        HttpHandler refusing = exchange -> {
            switch (exchange.getRequestMethod()) {
                case "HEAD" -> answer(exchange, 200, new byte[0]);
                case "PUT" -> answer(exchange, status, error(code));
                default -> answer(exchange, 404, error("NoSuchKey"));
            }
        };
        return at(
                refusing,
                full -> catchThrowableOfType(IOException.class, () -> full.put(digest(LARGE), stream(LARGE))));
    }

    private interface Use<T> {
        T of(BlobStore store) throws IOException;
    }

    /** What a store comes to over a server that answers so; for what S3Proxy cannot be brought to do. */
    private <T> T at(HttpHandler answers, Use<T> use) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", answers);
        server.start();
        var address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        try (var store = Buckets.of(S3Server.BUCKET, folder, prefix, Buckets.settings(address, S3Server.SECRET_KEY))) {
            return use.of(store);
        } finally {
            server.stop(0);
        }
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private static byte[] error(String code) {
        return "<Error><Code>%s</Code><Message>m</Message></Error>"
                .formatted(code)
                .getBytes(UTF_8);
    }
}
