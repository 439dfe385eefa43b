package io.unstir.local.broker;

import io.unstir.local.fixture.ChildService;
import io.unstir.topics.TopicSetup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** A broker in this JVM that speaks TLS only and lets in only who knows a password (SCRAM). */
public final class SecuredBroker implements AutoCloseable {
    public static final String PASSWORD = "7d1e5c-of-the-broker";
    private static final int NODE = 1;
    private static final short ONE_COPY = 1;
    private static final String USER = "unstir";
    private static final String MECHANISM = "SCRAM-SHA-512";
    private static final String LOGIN =
            "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
                    .formatted(USER, PASSWORD);

    private final int port = ChildService.freePort();
    private final Certificate certificate;
    private final KafkaRaftServer server;

    public SecuredBroker(Path folder, Certificate certificate) throws Exception {
        this.certificate = certificate;
        format(folder);
        server = new KafkaRaftServer(new KafkaConfig(properties(folder)), Time.SYSTEM);
        server.startup();
        try (Admin admin = Admin.create(client())) {
            new TopicSetup(ONE_COPY).ensure(admin);
        }
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** What a service is told, as its environment: everything that docs/security.md names. */
    public Map<String, String> environment() {
        return Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                bootstrapServers(),
                "KAFKA_SECURITY_PROTOCOL",
                "SASL_SSL",
                "KAFKA_SASL_MECHANISM",
                MECHANISM,
                "KAFKA_SASL_JAAS_CONFIG",
                LOGIN,
                "KAFKA_SSL_TRUSTSTORE_TYPE",
                "PEM",
                "KAFKA_SSL_TRUSTSTORE_LOCATION",
                certificate.trusted().toString());
    }

    private Map<String, Object> client() {
        return Map.of(
                "bootstrap.servers",
                bootstrapServers(),
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                MECHANISM,
                "sasl.jaas.config",
                LOGIN,
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                certificate.trusted().toString());
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static void format(Path folder) throws Exception {
        Files.createDirectories(folder);
        new Formatter()
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(NODE)
                .addDirectory(folder.toString())
                .setMetadataLogDirectory(folder.toString())
                .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setScramArguments(List.of("%s=[name=%s,password=%s]".formatted(MECHANISM, USER, PASSWORD)))
                .run();
    }

    private Properties properties(Path folder) {
        int controllerPort = ChildService.freePort();
        var brokers = new Brokers("unused", List.of(new Brokers.Node(NODE, port, controllerPort)));
        var settings = new BrokerSettings(folder, brokers, NODE).properties();
        settings.put("listeners", "SASL_SSL://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controllerPort));
        settings.put("listener.security.protocol.map", "SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT");
        settings.put("inter.broker.listener.name", "SASL_SSL");
        settings.put("sasl.enabled.mechanisms", MECHANISM);
        settings.put("sasl.mechanism.inter.broker.protocol", MECHANISM);
        settings.put("listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config", LOGIN);
        settings.put("ssl.keystore.type", "PKCS12");
        settings.put("ssl.keystore.location", certificate.keyStore().toString());
        settings.put("ssl.keystore.password", Certificate.PASSWORD);
        settings.put("ssl.truststore.type", "PEM");
        settings.put("ssl.truststore.location", certificate.trusted().toString());
        return settings;
    }
}
