package io.unstir.gateway.it;

import io.unstir.proto.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The shipped gateway between a real broker and a storage server, with two versions of a model and a retired third. They
 * start once for all test classes that ask for them.
 */
final class SharedGateway implements ParameterResolver {
    static final String OLD_DIGEST = "a".repeat(64);
    static final String NEW_DIGEST = "b".repeat(64);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Broker.class
                || type == StorageServer.class
                || type == Gateway.class
                || type == GuardedGateways.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        var running = context.getRoot()
                .getStore(Namespace.create(SharedGateway.class))
                .getOrComputeIfAbsent(Running.class, _ -> Running.start(), Running.class);
        Class<?> type = parameter.getParameter().getType();
        if (type == GuardedGateways.class) {
            return context.getRoot()
                    .getStore(Namespace.create(SharedGateway.class))
                    .getOrComputeIfAbsent(
                            GuardedGateways.class,
                            _ -> GuardedGateways.start(running.broker, running.storage),
                            GuardedGateways.class);
        }
        return type == Broker.class ? running.broker : type == Gateway.class ? running.gateway : running.storage;
    }

    /** Closed by JUnit after the last test of all. */
    private record Running(Path data, Broker broker, StorageServer storage, Gateway gateway) implements AutoCloseable {
        static Running start() {
            try {
                var data = Files.createTempDirectory("gateway-it");
                var broker = new Broker(data);
                publish(broker, "1", OLD_DIGEST);
                publish(broker, "2", NEW_DIGEST);
                publish(broker, "3", "e".repeat(64));
                var retired = TestModels.retired("emoji", "3");
                broker.write(Topic.CHECKPOINTS, "emoji@3", retired.toByteArray());
                var storage = new StorageServer();
                var log = Path.of("target/gateway-it.log");
                var gateway = new Gateway(broker.bootstrapServers(), storage.url(), log).awaitReady();
                return new Running(data, broker, storage, gateway);
            } catch (Exception e) {
                throw new IllegalStateException("the gateway cannot be started", e);
            }
        }

        private static void publish(Broker broker, String version, String digest) throws Exception {
            var event = TestModels.published("emoji", version, digest);
            broker.write(Topic.CHECKPOINTS, "emoji@" + version, event.toByteArray());
        }

        @Override
        public void close() throws IOException {
            gateway.close();
            storage.close();
            broker.close();
            try (var files = Files.walk(data)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
