package io.unstir.topics;

import java.time.Duration;
import java.time.format.DateTimeParseException;

/**
 * What the command is told.
 *
 * @param groupsOnly topics are somebody else's, as those of Strimzi's operator
 * @param patience how long the brokers may take to come
 */
record Arguments(String bootstrapServers, short replicationFactor, boolean groupsOnly, Duration patience) {
    static final String USAGE = """
            Usage: unstir-topics --bootstrap-servers HOST:PORT[,...] [OPTION ...]
            Makes the topics that are missing and has the samplers' share groups begin at the oldest job.

              --replication-factor N     copies of each partition, 3 by default
              --groups-only              waits for the topics, which somebody else makes, and sets up the share groups
              --wait DURATION            how long the brokers may take, PT5M by default

            Other settings of the Kafka client come from the environment, as KAFKA_SECURITY_PROTOCOL.
            """;

    static Arguments parse(String[] words) {
        String servers = null;
        short copies = 3;
        boolean groupsOnly = false;
        var patience = Duration.ofMinutes(5);
        for (int i = 0; i < words.length; i++) {
            String option = words[i];
            if (option.equals("--groups-only")) {
                groupsOnly = true;
                continue;
            }
            if (i + 1 == words.length) {
                throw new IllegalArgumentException(option + " is no option, or needs a value");
            }
            String value = words[++i];
            switch (option) {
                case "--bootstrap-servers" -> servers = value;
                case "--replication-factor" -> copies = copies(value);
                case "--wait" -> patience = duration(value);
                default -> throw new IllegalArgumentException(option + " is no option");
            }
        }
        if (servers == null) {
            throw new IllegalArgumentException("--bootstrap-servers is missing");
        }
        return new Arguments(servers, copies, groupsOnly, patience);
    }

    private static short copies(String text) {
        if (!text.matches("[1-9]|[1-9][0-9]")) {
            throw new IllegalArgumentException("--replication-factor must be a number from 1 to 99 (got " + text + ")");
        }
        return Short.parseShort(text);
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "--wait must be an ISO 8601 duration such as PT5M (got " + text + ")", e);
        }
    }
}
