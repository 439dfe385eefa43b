package io.unstir.gateway.system;

import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;

/** Asks whether the broker answers. */
@Singleton
class BrokerProbe {
    private static final int DEADLINE_MILLIS = 2000;

    private final Admin admin;

    BrokerProbe(@Identifier("default-kafka-broker") Map<String, Object> broker) {
        var settings = new HashMap<>(broker);
        settings.keySet().retainAll(AdminClientConfig.configNames());
        settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "unstir-gateway-probe");
        this.admin = Admin.create(settings);
    }

    boolean answers() {
        try {
            admin.describeCluster(new DescribeClusterOptions().timeoutMs(DEADLINE_MILLIS))
                    .clusterId()
                    .get();
            return true;
        } catch (ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @PreDestroy
    void close() {
        admin.close(Duration.ZERO);
    }
}
