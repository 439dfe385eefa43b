package io.unstir.local.broker;

import java.nio.file.Path;
import java.util.Properties;

/** server.properties of a single node that is broker and controller. */
record BrokerSettings(Path logFolder, int port, int controllerPort) {
    static final int NODE = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private static final String SESSION_MS = "15000";
    private static final String FEW_PARTITIONS = "4";

    /** Kafka allows no more. */
    private static final String MOST_MEMBERS = "1000";

    Properties properties() {
        var settings = new Properties();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE));
        settings.put("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);
        settings.put("controller.listener.names", CONTROLLER_LISTENER);
        settings.put(
                "listeners",
                "PLAINTEXT://127.0.0.1:" + port + "," + CONTROLLER_LISTENER + "://127.0.0.1:" + controllerPort);
        settings.put("log.dirs", logFolder.toString());
        settings.put("auto.create.topics.enable", "false");
        single(settings);
        quick(settings);
        return settings;
    }

    /** There is one copy of everything; the defaults want three. What must be on the disk before it counts, {@link io.unstir.topics.TopicSetup} says. */
    private static void single(Properties settings) {
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
    }

    /** Sized for one machine: few partitions to open, and no waiting for members that will not come. */
    private static void quick(Properties settings) {
        settings.put("offsets.topic.num.partitions", FEW_PARTITIONS);
        settings.put("transaction.state.log.num.partitions", FEW_PARTITIONS);
        settings.put("share.coordinator.state.topic.num.partitions", FEW_PARTITIONS);
        settings.put("group.initial.rebalance.delay.ms", "0");
        // What a killed sampler was given stays with it until its session ends; 45 seconds are the default.
        settings.put("group.share.min.session.timeout.ms", SESSION_MS);
        settings.put("group.share.session.timeout.ms", SESSION_MS);
        // Each slot of a sampler is a member; the default, 200, is full with eight samplers.
        settings.put("group.share.max.size", MOST_MEMBERS);
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("log.cleaner.dedupe.buffer.size", "8388608");
    }
}
