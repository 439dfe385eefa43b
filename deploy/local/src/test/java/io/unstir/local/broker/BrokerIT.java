package io.unstir.local.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.local.Console;
import io.unstir.local.data.DataFolder;
import io.unstir.local.fixture.ChildService;
import io.unstir.local.supervisor.Supervisor;
import io.unstir.proto.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    private DataFolder data;
    private Brokers brokers;
    private Broker broker;

    @BeforeEach
    void open() {
        data = new DataFolder(folder.resolve("data"));
        data.open();
        brokers = new Brokers(
                Cluster.open(data, OptionalInt.empty()).id(),
                List.of(new Brokers.Node(1, ChildService.freePort(), ChildService.freePort())));
        broker = new Broker(data, brokers, 1, System.getProperty("java.class.path"));
    }

    private Supervisor start() {
        var supervisor = new Supervisor(data, "up", broker.port(), List.of(broker), Console.system(), PATIENCE);
        supervisor.start();
        return supervisor;
    }

    private <T> T ask(AdminQuestion<T> question) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers.bootstrapServers()))) {
            return question.ask(admin);
        }
    }

    private interface AdminQuestion<T> {
        T ask(Admin admin) throws Exception;
    }

    private Config settingsOf(ConfigResource.Type type, String name) throws Exception {
        var resource = new ConfigResource(type, name);
        return ask(admin -> admin.describeConfigs(Set.of(resource))
                .all()
                .get(20, TimeUnit.SECONDS)
                .get(resource));
    }

    private void setCleanup(Topic topic, String policy) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName());
        var change = new AlterConfigOp(new ConfigEntry("cleanup.policy", policy), AlterConfigOp.OpType.SET);
        ask(admin -> admin.incrementalAlterConfigs(Map.of(resource, List.of(change)))
                .all()
                .get(20, TimeUnit.SECONDS));
        assertThat(settingsOf(resource.type(), resource.name())
                        .get("cleanup.policy")
                        .value())
                .isEqualTo(policy);
    }

    private void write(String key, String value) throws Exception {
        var settings = Map.<String, Object>of("bootstrap.servers", brokers.bootstrapServers(), "acks", "all");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topic.JOBS.topicName(), key, value.getBytes(UTF_8)))
                    .get(20, TimeUnit.SECONDS);
        }
    }

    private String readAsSampler() {
        var settings = Map.<String, Object>of(
                "bootstrap.servers", brokers.bootstrapServers(), "group.id", Topic.SAMPLERS_SHARE_GROUP);
        try (var consumer = new KafkaShareConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(Topic.JOBS.topicName()));
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < deadline) {
                for (var read : consumer.poll(Duration.ofMillis(500))) {
                    return new String(read.value(), UTF_8);
                }
            }
            return "nothing";
        }
    }

    @Test
    void topicsAreAsProtoSaysAndAJobWrittenBeforeAnySamplerIsReadAfterARestart() throws Exception {
        String cluster;
        try (var first = start()) {
            assertThat(first).isNotNull();
            var topics = ask(admin -> admin.describeTopics(
                            Arrays.stream(Topic.values()).map(Topic::topicName).toList())
                    .allTopicNames()
                    .get(20, TimeUnit.SECONDS));
            assertThat(topics.values())
                    .allSatisfy(topic -> assertThat(topic.partitions()).hasSize(partitions(topic.name())));
            assertThat(settingsOf(ConfigResource.Type.TOPIC, Topic.CHECKPOINTS.topicName())
                            .get("cleanup.policy")
                            .value())
                    .isEqualTo("compact");
            assertThat(settingsOf(ConfigResource.Type.TOPIC, Topic.PREVIEWS.topicName())
                            .get("retention.ms")
                            .value())
                    .isEqualTo("600000");
            assertThat(settingsOf(ConfigResource.Type.TOPIC, Topic.JOBS.topicName())
                            .get("flush.messages")
                            .value())
                    .as("an acknowledged job is on the disk")
                    .isEqualTo("1");
            assertThat(settingsOf(ConfigResource.Type.TOPIC, Topic.PREVIEWS.topicName())
                            .get("flush.messages")
                            .value())
                    .as("a preview need not be")
                    .isNotEqualTo("1");
            assertThat(ofShareGroups("share.auto.offset.reset")).containsOnly("earliest");
            cluster = clusterId();
            // As a folder has it that was made when this topic was only written.
            setCleanup(Topic.JOBS_PARKED, "delete");
            write("job-1", "written before anyone reads");
        }

        try (var second = start()) {
            assertThat(second).isNotNull();
            assertThat(clusterId()).isEqualTo(cluster);
            assertThat(settingsOf(ConfigResource.Type.TOPIC, Topic.JOBS_PARKED.topicName())
                            .get("cleanup.policy")
                            .value())
                    .as("an older folder's topic is cleaned up as it is now")
                    .isEqualTo("compact");
            assertThat(ofShareGroups("share.auto.offset.reset")).containsOnly("earliest");
            assertThat(ofShareGroups("share.delivery.count.limit"))
                    .as("more than at which samplers park")
                    .containsOnly("10");
            assertThat(readAsSampler()).isEqualTo("written before anyone reads");
        }
    }

    private String clusterId() throws Exception {
        return ask(admin -> admin.describeCluster().clusterId().get(20, TimeUnit.SECONDS));
    }

    private List<String> ofShareGroups(String setting) throws Exception {
        return List.of(
                settingsOf(ConfigResource.Type.GROUP, Topic.SAMPLERS_SHARE_GROUP)
                        .get(setting)
                        .value(),
                settingsOf(ConfigResource.Type.GROUP, Topic.SAMPLERS_BULK_SHARE_GROUP)
                        .get(setting)
                        .value());
    }

    private static int partitions(String topicName) {
        return Arrays.stream(Topic.values())
                .filter(topic -> topic.topicName().equals(topicName))
                .findFirst()
                .orElseThrow()
                .partitions();
    }
}
