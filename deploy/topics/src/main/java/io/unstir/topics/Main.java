package io.unstir.topics;

import io.unstir.proto.Topic;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Sets a cluster up for Unstir, and ends. Run again it changes nothing, so whatever starts the rest may run it each time. */
public final class Main {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private Main() {}

    /** Exit codes: 0 done, 1 failed, 2 bad usage. */
    public static void main(String[] words) throws Exception {
        Arguments arguments;
        try {
            arguments = Arguments.parse(words);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.print(Arguments.USAGE);
            System.exit(2);
            return;
        }
        try {
            run(arguments);
        } catch (ExecutionException | TimeoutException e) {
            System.err.println("The topics could not be set up at " + arguments.bootstrapServers() + ": "
                    + (e.getCause() == null ? e : e.getCause()));
            System.exit(1);
        }
    }

    static void run(Arguments arguments) throws ExecutionException, InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + arguments.patience().toNanos();
        try (Admin admin = Admin.create(client(arguments, System.getenv()))) {
            while (!done(arguments, admin, deadline)) {
                Thread.sleep(PAUSE);
            }
        }
        System.out.println(
                arguments.groupsOnly()
                        ? "The share groups are set up."
                        : "%d topics are there, and the share groups are set up.".formatted(Topic.values().length));
    }

    /** Brokers come one by one, and somebody else may make the same topics meanwhile: such failures pass. */
    private static boolean done(Arguments arguments, Admin admin, long deadline)
            throws ExecutionException, InterruptedException, TimeoutException {
        try {
            setUp(arguments, admin);
            return true;
        } catch (ExecutionException e) {
            if (!passes(e.getCause()) || System.nanoTime() > deadline) {
                throw e;
            }
        } catch (TimeoutException e) {
            if (System.nanoTime() > deadline) {
                throw e;
            }
        }
        return false;
    }

    private static void setUp(Arguments arguments, Admin admin)
            throws ExecutionException, InterruptedException, TimeoutException {
        var setup = new TopicSetup(arguments.replicationFactor());
        if (arguments.groupsOnly()) {
            admin.describeTopics(
                            Arrays.stream(Topic.values()).map(Topic::topicName).toList())
                    .allTopicNames()
                    .get();
            setup.configureGroups(admin);
        } else {
            setup.ensure(admin);
        }
    }

    /** An unknown topic is such a failure as well. */
    private static boolean passes(Throwable cause) {
        return cause instanceof RetriableException
                || cause instanceof InvalidReplicationFactorException
                || cause instanceof TopicExistsException;
    }

    /** As the services are told: what Kafka calls security.protocol is KAFKA_SECURITY_PROTOCOL. */
    static Map<String, Object> client(Arguments arguments, Map<String, String> environment) {
        var settings = new HashMap<String, Object>();
        for (String name : AdminClientConfig.configNames()) {
            String variable = "KAFKA_" + name.replace('.', '_').toUpperCase(Locale.ROOT);
            if (environment.containsKey(variable)) {
                settings.put(name, environment.get(variable));
            }
        }
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, arguments.bootstrapServers());
        settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "unstir-topics");
        return settings;
    }
}
