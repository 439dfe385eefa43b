package io.unstir.sampler.config;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.eclipse.microprofile.config.Config;

/**
 * What every client of the broker is told alike: addresses, TLS and SASL. A setting is {@code kafka.} and the name that Kafka has for it, or the environment
 * variable of that, such as {@code KAFKA_SECURITY_PROTOCOL}.
 */
public record BrokerSettings(Map<String, Object> common) {
    private static final String PREFIX = "kafka.";

    public static BrokerSettings of(Config config) {
        var common = new HashMap<String, Object>();
        // Those that clients of every kind know, and one that only matters to who takes jobs: the others pass over it.
        Stream.concat(AdminClientConfig.configNames().stream(), Stream.of(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG))
                .forEach(name -> config.getOptionalValue(PREFIX + name, String.class)
                        .ifPresent(value -> common.put(name, value)));
        return new BrokerSettings(Map.copyOf(common));
    }

    /** With what one client is told besides, which wins. */
    public Map<String, Object> with(Map<String, Object> own) {
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
