package io.unstir.manifests.compose;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What Kafka's image makes of its environment. */
final class BrokerVariables {
    /** Read by its scripts. */
    private static final Set<String> NO_SETTINGS = Set.of("KAFKA_HEAP_OPTS", "CLUSTER_ID");

    private BrokerVariables() {}

    static Map<String, String> settings(Map<String, String> environment) {
        return environment.entrySet().stream()
                .filter(entry -> !NO_SETTINGS.contains(entry.getKey()))
                .collect(Collectors.toMap(entry -> setting(entry.getKey()), Map.Entry::getValue));
    }

    private static String setting(String variable) {
        if (!variable.startsWith("KAFKA_")) {
            throw new AssertionError("Kafka's image does not read " + variable);
        }
        return variable.substring("KAFKA_".length()).toLowerCase(Locale.ROOT).replace('_', '.');
    }
}
