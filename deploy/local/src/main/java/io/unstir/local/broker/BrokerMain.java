package io.unstir.local.broker;

import io.unstir.local.data.AtomicFile;
import io.unstir.topics.TopicSetup;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.utils.Time;

/** The broker's own JVM: formats the folder when it is new, serves, makes the topics, and then says that it is ready. */
public final class BrokerMain {
    private static final int FIXED_ARGUMENTS = 4;

    private BrokerMain() {}

    /**
     * Arguments: log folder, this broker's id, file that says ready by this process's number, {@link Brokers} as text; then settings that
     * override those it has, each {@code name=value} as Kafka knows it.
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        int id = Integer.parseInt(arguments[1]);
        Path ready = Path.of(arguments[2]);
        Brokers brokers = Brokers.parse(arguments[3]);
        BrokerFolder.format(folder, brokers.clusterId(), id);
        var settings = new BrokerSettings(folder, brokers, id).properties();
        Arrays.stream(arguments)
                .skip(FIXED_ARGUMENTS)
                .map(each -> each.split("=", 2))
                .forEach(each -> settings.put(each[0], each[1]));
        var server = new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "stop-broker"));
        try {
            server.startup();
            // One of them is enough.
            if (id == brokers.nodes().getFirst().id()) {
                makeTopics(brokers);
            }
        } catch (Exception e) {
            e.printStackTrace(System.out);
            System.exit(1);
        }
        AtomicFile.write(ready, Long.toString(ProcessHandle.current().pid()));
        server.awaitShutdown();
    }

    private static void makeTopics(Brokers brokers) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers.bootstrapServers()))) {
            new TopicSetup(brokers.copies()).ensure(admin);
        }
    }
}
