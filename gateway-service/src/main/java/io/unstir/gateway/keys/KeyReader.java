package io.unstir.gateway.keys;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.unstir.gateway.config.GatewayConfig;
import io.unstir.gateway.topic.TopicTable;
import io.unstir.proto.Topic;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;

/** Keeps the keys as their topic says, where keys are switched on. */
@Singleton
class KeyReader {
    private final boolean on;
    private final TopicTable<StoredKeys> table;

    KeyReader(
            @Identifier("default-kafka-broker") Map<String, Object> broker,
            KeyRegistry registry,
            GatewayConfig config) {
        this.on = config.auth().keys();
        this.table = new TopicTable<>(Topic.API_KEYS, broker, StoredKeys.NONE, StoredKeys::after, registry::replace);
    }

    void start(@Observes StartupEvent event) {
        if (on) {
            table.start();
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        if (on) {
            table.stop();
        }
    }
}
