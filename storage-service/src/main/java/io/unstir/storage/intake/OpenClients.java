package io.unstir.storage.intake;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;

/** The two clients, each opened by a thread of its own: half a second at start that the migration can use as well. */
final class OpenClients implements AutoCloseable {
    private final FutureTask<Admin> admin;
    private final FutureTask<KafkaConsumer<byte[], byte[]>> consumer;

    OpenClients(Callable<Admin> admin, Callable<KafkaConsumer<byte[], byte[]>> consumer) {
        this.admin = begin(admin);
        this.consumer = begin(consumer);
    }

    Admin admin() throws InterruptedException {
        return await(admin);
    }

    KafkaConsumer<byte[], byte[]> consumer() throws InterruptedException {
        return await(consumer);
    }

    private static <T> FutureTask<T> begin(Callable<T> open) {
        var opening = new FutureTask<>(open);
        Thread.startVirtualThread(opening);
        return opening;
    }

    private static <T> T await(FutureTask<T> opening) throws InterruptedException {
        try {
            return opening.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException failure
                    ? failure
                    : new KafkaException("cannot open a client", e.getCause());
        }
    }

    @Override
    public void close() throws InterruptedException {
        close(consumer);
        close(admin);
    }

    private static void close(FutureTask<? extends AutoCloseable> opening) throws InterruptedException {
        try {
            opening.get().close();
        } catch (ExecutionException e) {
            // It never opened, and whoever wanted it was told.
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new KafkaException("cannot close a client", e);
        }
    }
}
