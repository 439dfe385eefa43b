package io.unstir.gateway.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;

/** Many clients that send the beginning of a request at once, and read nothing unless they are asked whether they are still connected. */
final class SlowCrowd implements AutoCloseable {
    /** A crowd gathers, it does not come at once. */
    private static final int MOST_JOINING = 50;

    private final Semaphore joining = new Semaphore(MOST_JOINING);
    private final Queue<SocketChannel> clients = new ConcurrentLinkedQueue<>();
    private final long openedAt;

    SlowCrowd(URI gateway, int size, String beginning) throws Exception {
        this(gateway, size, beginning, "");
    }

    /** @param answer what each waits for and takes of its answer, and nothing behind it */
    SlowCrowd(URI gateway, int size, String beginning, String answer) throws Exception {
        var address = new InetSocketAddress(gateway.getHost(), gateway.getPort());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var joined = IntStream.range(0, size)
                    .mapToObj(_ -> threads.submit(() -> join(address, beginning, answer)))
                    .toList();
            for (var client : joined) {
                client.get();
            }
        }
        openedAt = System.nanoTime();
    }

    private Void join(InetSocketAddress gateway, String beginning, String answer) throws Exception {
        var client = SocketChannel.open();
        clients.add(client);
        joining.acquire();
        try {
            begin(client, gateway, beginning, answer);
        } finally {
            joining.release();
        }
        return null;
    }

    private static void begin(SocketChannel client, InetSocketAddress gateway, String beginning, String answer)
            throws IOException {
        // What a client does not read shall soon be the gateway's.
        client.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
        client.connect(gateway);
        client.write(US_ASCII.encode(beginning));
        assertThat(take(client, answer.length())).isEqualTo(answer);
        client.configureBlocking(false);
    }

    private static String take(SocketChannel client, int length) throws IOException {
        var taken = ByteBuffer.allocate(length);
        while (taken.hasRemaining() && client.read(taken) >= 0) {}
        return US_ASCII.decode(taken.flip()).toString();
    }

    /** When the last of them had sent its beginning. */
    long openedAt() {
        return openedAt;
    }

    /** One byte more of each. */
    void drip() {
        for (var client : clients) {
            try {
                client.write(ByteBuffer.wrap(new byte[] {'a'}));
            } catch (IOException cutOff) {
                // Counted when it is asked for.
            }
        }
    }

    /** How many the gateway has not cut off; takes all that they were sent. */
    long connected() {
        return clients.stream().filter(SlowCrowd::isConnected).count();
    }

    private static boolean isConnected(SocketChannel client) {
        try {
            int read;
            do {
                read = client.read(ByteBuffer.allocate(8192));
            } while (read > 0);
            return read == 0;
        } catch (IOException reset) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        for (var client : clients) {
            client.close();
        }
    }
}
