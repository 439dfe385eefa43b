package io.unstir.local.broker;

import io.unstir.local.data.AtomicFile;
import io.unstir.topics.TopicSetup;
import java.nio.file.Path;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.utils.Time;

/** The broker's own JVM: formats the folder when it is new, serves, makes the topics, and then says that it is ready. */
public final class BrokerMain {
    private static final short ONE_COPY = 1;

    private BrokerMain() {}

    /** Arguments: log folder, port, controller port, file that says ready by this process's number. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        int port = Integer.parseInt(arguments[1]);
        int controllerPort = Integer.parseInt(arguments[2]);
        Path ready = Path.of(arguments[3]);
        BrokerFolder.format(folder);
        var settings = new BrokerSettings(folder, port, controllerPort).properties();
        var server = new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "stop-broker"));
        try {
            server.startup();
            makeTopics("127.0.0.1:" + port);
        } catch (Exception e) {
            e.printStackTrace(System.out);
            System.exit(1);
        }
        AtomicFile.write(ready, Long.toString(ProcessHandle.current().pid()));
        server.awaitShutdown();
    }

    private static void makeTopics(String bootstrapServers) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            new TopicSetup(ONE_COPY).ensure(admin);
        }
    }
}
