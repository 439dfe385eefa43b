package io.unstir.trainer.service;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.eclipse.microprofile.config.Config;

/**
 * What every client of the broker is told alike: addresses, TLS and SASL. A setting is {@code kafka.} and the name that Kafka has for it, or the environment
 * variable of that, such as {@code KAFKA_SECURITY_PROTOCOL}.
 */
record BrokerSettings(Map<String, Object> common) {
    private static final String PREFIX = "kafka.";

    static BrokerSettings of(Config config) {
        var common = new HashMap<String, Object>();
        // These are the ones that clients of every kind know.
        for (String name : AdminClientConfig.configNames()) {
            config.getOptionalValue(PREFIX + name, String.class).ifPresent(value -> common.put(name, value));
        }
        return new BrokerSettings(Map.copyOf(common));
    }

    /** With what one client is told besides, which wins. */
    Map<String, Object> with(Map<String, Object> own) {
        var all = new HashMap<>(common);
        all.putAll(own);
        return all;
    }

    /** The values hold passwords. */
    @Override
    public String toString() {
        return "BrokerSettings" + new TreeSet<>(common.keySet());
    }
}
