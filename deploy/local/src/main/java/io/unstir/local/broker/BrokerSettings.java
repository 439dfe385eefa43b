package io.unstir.local.broker;

import java.nio.file.Path;
import java.util.Properties;

/** server.properties of a node that is broker and controller. */
record BrokerSettings(Path logFolder, Brokers brokers, int id) {
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private static final String SESSION_MS = "15000";
    private static final String FEW_PARTITIONS = "4";

    /** Kafka allows no more. */
    private static final String MOST_MEMBERS = "1000";

    Properties properties() {
        var node = brokers.nodes().get(id - 1);
        var settings = new Properties();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(id));
        settings.put("controller.quorum.voters", brokers.voters());
        settings.put("controller.listener.names", CONTROLLER_LISTENER);
        settings.put(
                "listeners",
                "PLAINTEXT://" + node.address() + "," + CONTROLLER_LISTENER + "://127.0.0.1:" + node.controllerPort());
        settings.put("log.dirs", logFolder.toString());
        settings.put("auto.create.topics.enable", "false");
        copies(settings);
        quick(settings);
        return settings;
    }

    /** As many copies of everything as there are brokers; the defaults want three. Of one, {@link io.unstir.topics.TopicSetup} says what must be on the disk. */
    private void copies(Properties settings) {
        String copies = Short.toString(brokers.copies());
        String inSync = Integer.toString(brokers.copiesInSync());
        settings.put("min.insync.replicas", inSync);
        settings.put("offsets.topic.replication.factor", copies);
        settings.put("transaction.state.log.replication.factor", copies);
        settings.put("transaction.state.log.min.isr", inSync);
        settings.put("share.coordinator.state.topic.replication.factor", copies);
        settings.put("share.coordinator.state.topic.min.isr", inSync);
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
