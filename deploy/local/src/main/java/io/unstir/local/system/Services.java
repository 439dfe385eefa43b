package io.unstir.local.system;

import io.unstir.local.broker.Broker;
import io.unstir.local.broker.Brokers;
import io.unstir.local.broker.Cluster;
import io.unstir.local.data.DataFolder;
import io.unstir.local.data.SecretFile;
import io.unstir.local.database.Postgres;
import io.unstir.local.supervisor.Service;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/** The processes of a whole system and how each finds the others. */
public record Services(Installation installation, DataFolder data, PortPlan ports) {
    private static final String KAFKA = "KAFKA_BOOTSTRAP_SERVERS";
    private static final String STORAGE_URL = "UNSTIR_STORAGE_URL";
    private static final String WEBHOOK_SECRETS = "UNSTIR_WEBHOOKS_MASTER_SECRETS";
    private static final String ADMIN_KEY = "UNSTIR_AUTH_ADMIN_KEY";
    private static final int WEBHOOK_SECRET_BYTES = 32;

    public List<Service> all(Topology topology) {
        Brokers brokers = brokers(topology.brokers());
        var postgres = new Postgres(data, ports.postgres());
        var services = new ArrayList<Service>(processes(brokers));
        services.addAll(List.of(postgres, storage(brokers, postgres), trainer(brokers)));
        for (int number = 0; number < topology.gateways(); number++) {
            services.add(gateway(brokers, number));
        }
        for (int number = 0; number < topology.samplers().count(); number++) {
            services.add(sampler(brokers, number, topology.samplers().settings()));
        }
        return List.copyOf(services);
    }

    /** Storage and what it stands on. */
    List<Service> storageAlone() {
        Brokers brokers = brokers(OptionalInt.empty());
        var postgres = new Postgres(data, ports.postgres());
        var services = new ArrayList<Service>(processes(brokers));
        services.addAll(List.of(postgres, storage(brokers, postgres)));
        return List.copyOf(services);
    }

    private Brokers brokers(OptionalInt wanted) {
        var cluster = Cluster.open(data, wanted);
        return new Brokers(
                cluster.id(),
                IntStream.rangeClosed(1, cluster.size())
                        .mapToObj(id -> new Brokers.Node(id, ports.kafka(id), ports.kafkaController(id)))
                        .toList());
    }

    private List<Broker> processes(Brokers brokers) {
        String classPath = System.getProperty("java.class.path");
        return brokers.nodes().stream()
                .map(node -> new Broker(data, brokers, node.id(), classPath))
                .toList();
    }

    private Service storage(Brokers brokers, Postgres postgres) {
        var settings = Map.of(
                KAFKA,
                brokers.bootstrapServers(),
                "QUARKUS_DATASOURCE_JDBC_URL",
                postgres.jdbcUrl(),
                "QUARKUS_DATASOURCE_USERNAME",
                Postgres.USER,
                "QUARKUS_DATASOURCE_PASSWORD",
                postgres.password(),
                "UNSTIR_BLOBS_FOLDER",
                data.blobs().toString());
        return service("storage", "storage-service", ports.storage(), settings, quickToStart("-Xmx256m"));
    }

    private Service gateway(Brokers brokers, int number) {
        var settings = Map.of(
                KAFKA,
                brokers.bootstrapServers(),
                STORAGE_URL,
                storageUrl(),
                WEBHOOK_SECRETS,
                System.getenv().getOrDefault(WEBHOOK_SECRETS, webhookSecret()),
                ADMIN_KEY,
                new AdminKey(data).text());
        String name = number == 0 ? "gateway" : "gateway-" + number;
        return service(name, "gateway-service", ports.gateway(number), settings, quickToStart("-Xmx256m"));
    }

    private Service trainer(Brokers brokers) {
        var settings = new HashMap<>(TensorMemory.environment());
        settings.putAll(Map.of(
                KAFKA,
                brokers.bootstrapServers(),
                STORAGE_URL,
                storageUrl(),
                "UNSTIR_TRAINER_FOLDER",
                data.trainer().toString(),
                "UNSTIR_TRAINER_STARTER_MODELS",
                installation.starterModels().toString()));
        return service("trainer", "trainer-service", ports.trainer(), settings, List.of("-Xmx1g"));
    }

    private Service sampler(Brokers brokers, int number, Map<String, String> besides) {
        String name = "sampler-" + number;
        var settings = new HashMap<>(besides);
        settings.putAll(Map.of(
                KAFKA,
                brokers.bootstrapServers(),
                STORAGE_URL,
                storageUrl(),
                "UNSTIR_SAMPLER_CACHE_FOLDER",
                data.samplerCache().toString(),
                "UNSTIR_SAMPLER_WORKER",
                name));
        return service(name, "sampler-service", ports.sampler(number), settings, List.of("-Xmx512m"));
    }

    private Service service(String name, String module, int port, Map<String, String> settings, List<String> memory) {
        String title = "service " + name;
        return new QuarkusService(name, title, data, installation.jar(module), port, settings, memory, Set.of());
    }

    private String webhookSecret() {
        return new SecretFile(data.webhookSecret()).text(WEBHOOK_SECRET_BYTES);
    }

    private String storageUrl() {
        return "http://127.0.0.1:" + ports.storage();
    }

    /** No arithmetic worth the second compiler, which costs seconds of CPU while all start at once. */
    private static List<String> quickToStart(String heap) {
        return List.of(heap, "-XX:TieredStopAtLevel=1");
    }
}
