package io.unstir.topics;

import io.unstir.proto.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
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
        } catch (ExecutionException | TimeoutException | IOException e) {
            System.err.println("The topics could not be set up at " + arguments.bootstrapServers() + ": "
                    + (e.getCause() == null ? e : e.getCause()));
            System.exit(1);
        }
    }

    static void run(Arguments arguments)
            throws IOException, ExecutionException, InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + arguments.patience().toNanos();
        try (Admin admin = Admin.create(client(arguments))) {
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

    private static Properties client(Arguments arguments) throws IOException {
        var settings = new Properties();
        if (arguments.clientProperties().isPresent()) {
            try (var reader =
                    Files.newBufferedReader(arguments.clientProperties().get())) {
                settings.load(reader);
            }
        }
        settings.put("bootstrap.servers", arguments.bootstrapServers());
        settings.put("client.id", "unstir-topics");
        return settings;
    }
}
