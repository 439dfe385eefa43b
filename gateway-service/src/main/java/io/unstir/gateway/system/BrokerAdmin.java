package io.unstir.gateway.system;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** The one client for questions about the broker; opened when the first is asked. */
class BrokerAdmin {
    @Produces
    @Singleton
    Admin admin(@Identifier("default-kafka-broker") Map<String, Object> broker) {
        var settings = new HashMap<>(broker);
        settings.keySet().retainAll(AdminClientConfig.configNames());
        settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "unstir-gateway-admin");
        return Admin.create(settings);
    }

    void close(@Disposes Admin admin) {
        admin.close(Duration.ZERO);
    }
}
