package io.unstir.manifests.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import io.unstir.manifests.Checkout;
import io.unstir.proto.Topic;
import io.unstir.topics.TopicSetup;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.server.config.AbstractKafkaConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverlaysTest {
    /** Whoever installs makes the first three; CloudNativePG and Strimzi the others. */
    private static final Map<String, Set<String>> SECRETS = Map.of(
            "unstir-gateway", Set.of("admin-key", "webhook-secrets"),
            "unstir-blobs", Set.of("access-key", "secret-key"),
            "unstir-grafana-database", Set.of(),
            "unstir-db-app", Set.of("username", "password"),
            "unstir-db-ca", Set.of("ca.crt"),
            "unstir-services", Set.of("sasl.jaas.config"),
            "unstir-cluster-ca-cert", Set.of("ca.crt"));

    private static final Overlay CPU = Overlay.of("cpu");
    private static final Overlay GPU = Overlay.of("gpu");

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "gpu"})
    void everyObjectIsAsItsModelHasIt(String overlay) {
        var models = Overlay.of(overlay).models();

        assertThat(models).hasSizeGreaterThan(Topic.values().length + 15);
    }

    @Test
    void aMisspeltFieldIsRefusedWhereverItStands() {
        for (JsonNode object : CPU.objects()) {
            var wrong = (ObjectNode) object.deepCopy();
            wrong.put("specification", 1);
            assertThatThrownBy(() -> Models.read(wrong)).hasMessageContaining("specification");
            if (object.has("spec")) {
                var deeper = (ObjectNode) object.deepCopy();
                ((ObjectNode) deeper.get("spec")).put("replicsa", 1);
                assertThatThrownBy(() -> Models.read(deeper)).hasMessageContaining("replicsa");
            }
        }
        var pod = (ObjectNode) CPU.objects().stream()
                .filter(object -> object.get("kind").asText().equals("Deployment"))
                .findFirst()
                .orElseThrow()
                .deepCopy();
        ((ObjectNode) pod.at("/spec/template/spec/containers/0/readinessProbe/httpGet")).put("pth", "/");
        assertThatThrownBy(() -> Models.read(pod)).hasMessageContaining("pth");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "gpu"})
    void kubectlRendersTheSame(String overlay, @TempDir Path folder) throws Exception {
        assumeTrue(isOnPath("kubectl"), "there is no kubectl");
        Path rendered = folder.resolve("rendered.yaml");
        var kubectl = new ProcessBuilder(
                        "kubectl",
                        "kustomize",
                        Checkout.root()
                                .resolve("deploy/k8s/overlays/" + overlay)
                                .toString())
                .redirectOutput(rendered.toFile())
                .redirectError(folder.resolve("errors").toFile())
                .start();
        assertThat(kubectl.waitFor())
                .as(Files.readString(folder.resolve("errors")))
                .isZero();

        assertThat(Overlay.of(overlay).objects())
                .containsExactlyInAnyOrderElementsOf(Kustomization.documents(rendered));
    }

    private static boolean isOnPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    @Test
    void podsMayDoWhatTheyNeedAndNoMore() {
        GPU.pods().forEach((name, pod) -> {
            var spec = pod.getSpec();
            assertThat(spec.getAutomountServiceAccountToken()).as(name).isFalse();
            assertThat(spec.getSecurityContext().getRunAsNonRoot()).as(name).isTrue();
            assertThat(spec.getSecurityContext().getRunAsUser()).as(name).isEqualTo(10001);
            assertThat(spec.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
            assertThat(spec.getTerminationGracePeriodSeconds()).as(name).isBetween(45L, 60L);
            containers(pod).forEach(container -> {
                var context = container.getSecurityContext();
                assertThat(context.getReadOnlyRootFilesystem()).as(name).isTrue();
                assertThat(context.getAllowPrivilegeEscalation()).as(name).isFalse();
                assertThat(context.getCapabilities().getDrop()).as(name).containsExactly("ALL");
                assertThat(container.getResources().getLimits()).as(name).containsKey("memory");
                assertThat(container.getResources().getRequests()).as(name).containsKeys("cpu", "memory");
                assertThat(container.getVolumeMounts())
                        .extracting(VolumeMount::getMountPath)
                        .contains("/tmp");
            });
        });
    }

    private static Stream<Container> containers(PodTemplateSpec pod) {
        return Stream.of(pod.getSpec().getInitContainers(), pod.getSpec().getContainers())
                .flatMap(Collection::stream);
    }

    @Test
    void whatIsNamedIsThere() {
        var claims = Set.of("state");
        CPU.pods().forEach((name, pod) -> {
            var volumes =
                    pod.getSpec().getVolumes().stream().map(Volume::getName).collect(Collectors.toSet());
            volumes.addAll(name.equals("trainer") ? claims : Set.of());
            pod.getSpec().getVolumes().stream()
                    .map(Volume::getSecret)
                    .filter(secret -> secret != null)
                    .forEach(secret -> assertThat(SECRETS.get(secret.getSecretName()))
                            .as(name)
                            .contains(secret.getItems().getFirst().getKey()));
            containers(pod).forEach(container -> {
                assertThat(container.getVolumeMounts()).allMatch(mount -> volumes.contains(mount.getName()));
                container.getEnv().stream()
                        .filter(variable -> variable.getValueFrom() != null)
                        .map(variable -> variable.getValueFrom().getSecretKeyRef())
                        .filter(reference -> reference != null)
                        .forEach(reference -> assertThat(SECRETS.get(reference.getName()))
                                .as(name)
                                .contains(reference.getKey()));
            });
            assertThat(pod.getMetadata().getLabels()).containsEntry("app.kubernetes.io/name", name);
        });
        CPU.all(Service.class)
                .forEach(service ->
                        assertThat(selected(service.getSpec().getSelector())).isNotEmpty());
        CPU.all(PodDisruptionBudget.class).forEach(budget -> assertThat(
                        selected(budget.getSpec().getSelector().getMatchLabels()))
                .hasSize(1));
        assertThat(CPU.all(PodDisruptionBudget.class)
                        .map(budget -> budget.getMetadata().getName()))
                .containsExactlyInAnyOrder("gateway", "storage", "sampler");
        assertThat(CPU.all(Keda.class)
                        .map(scaled -> scaled.spec().scaleTargetRef().name()))
                .containsExactly("sampler")
                .allSatisfy(target -> assertThat(
                                CPU.one(Deployment.class, target).getSpec().getReplicas())
                        .isNull());
        assertThat(CPU.all(StatefulSet.class).map(set -> set.getSpec().getServiceName()))
                .containsExactly("trainer");
    }

    private List<String> selected(Map<String, String> labels) {
        return CPU.pods().entrySet().stream()
                .filter(pod ->
                        pod.getValue().getMetadata().getLabels().entrySet().containsAll(labels.entrySet()))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Test
    void nothingIsReachedUnlessAPolicySaysSo() {
        var policies = CPU.all(NetworkPolicy.class).toList();

        assertThat(policies).anySatisfy(policy -> {
            assertThat(policy.getSpec().getPodSelector().getMatchLabels())
                    .isEqualTo(Map.of("app.kubernetes.io/part-of", "unstir"));
            assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
            assertThat(policy.getSpec().getIngress()).isEmpty();
            assertThat(policy.getSpec().getEgress()).isEmpty();
        });
        CPU.pods().values().forEach(pod -> assertThat(pod.getMetadata().getLabels())
                .containsEntry("app.kubernetes.io/part-of", "unstir"));
        var named = policies.stream()
                .flatMap(policy -> policy.getSpec().getPodSelector().getMatchExpressions().stream())
                .flatMap(expression -> expression.getValues().stream())
                .collect(Collectors.toCollection(HashSet::new));
        assertThat(CPU.pods().keySet()).containsAll(named).hasSize(4);
    }

    @Test
    void topicsAreAsProtoSays() {
        var topics = CPU.all(KafkaTopic.class)
                .collect(Collectors.toMap(topic -> topic.getMetadata().getName(), KafkaTopic::getSpec));

        assertThat(topics.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Topic.values()).map(Topic::topicName).toList());
        for (Topic topic : Topic.values()) {
            var spec = topics.get(topic.topicName());
            var settings = new HashMap<>(TopicSetup.settings(topic));
            settings.put("min.insync.replicas", "2");
            assertThat(spec.getPartitions()).as(topic.topicName()).isEqualTo(topic.partitions());
            assertThat(spec.getReplicas()).as(topic.topicName()).isEqualTo(3);
            assertThat(texts(spec.getConfig())).as(topic.topicName()).isEqualTo(settings);
        }
    }

    private static Map<String, String> texts(Map<String, Object> config) {
        return config.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                .toString()));
    }

    @Test
    void brokersAreToldWhatKafkaKnows() {
        var kafka = CPU.all(Kafka.class).findFirst().orElseThrow().getSpec().getKafka();

        assertThat(kafka.getConfig().keySet()).isSubsetOf(AbstractKafkaConfig.CONFIG_DEF.names());
        assertThat(kafka.getListeners()).singleElement().satisfies(listener -> {
            assertThat(listener.getPort()).isEqualTo(9093);
            assertThat(listener.isTls()).isTrue();
            assertThat(listener.getAuth().getType()).isEqualTo("scram-sha-512");
            assertThat(listener.getNetworkPolicyPeers()).isNotEmpty();
        });
        assertThat(CPU.one(ConfigMap.class, "unstir-cluster").getData())
                .containsEntry("KAFKA_BOOTSTRAP_SERVERS", "unstir-kafka-bootstrap:9093")
                .containsEntry("KAFKA_SECURITY_PROTOCOL", "SASL_SSL");
        assertThat(CPU.all(KafkaUser.class).map(user -> user.getMetadata().getName()))
                .containsExactly("unstir-services");
    }

    @Test
    void samplersOnGpusGoWhereOneIs() {
        var pod = GPU.pods().get("sampler").getSpec();

        assertThat(GPU.main("sampler").getImage()).startsWith("unstir/sampler-cuda:");
        assertThat(GPU.main("sampler").getResources().getLimits()).containsKey("nvidia.com/gpu");
        assertThat(pod.getNodeSelector()).containsEntry("nvidia.com/gpu.present", "true");
        assertThat(pod.getTolerations()).singleElement().satisfies(it -> assertThat(it.getKey())
                .isEqualTo("nvidia.com/gpu"));
        assertThat(CPU.pods().get("sampler").getSpec().getNodeSelector()).isNullOrEmpty();
    }

    @Test
    void imagesAreThoseOfTheDockerfile() {
        var targets = Checkout.text("deploy/docker/Dockerfile")
                .lines()
                .filter(line -> line.startsWith("FROM "))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .collect(Collectors.toSet());

        Stream.of(CPU, GPU)
                .flatMap(overlay -> overlay.pods().values().stream())
                .flatMap(OverlaysTest::containers)
                .map(Container::getImage)
                .forEach(image -> assertThat(targets).contains(image.replaceAll("unstir/|:.*", "")));
    }

    @Test
    void samplersAreScaledByTheRecordsThatWaitForThem() {
        var trigger =
                CPU.all(Keda.class).findFirst().orElseThrow().spec().triggers().getFirst();

        assertThat(trigger.type()).isEqualTo("prometheus");
        assertThat(trigger.metadata()).containsOnlyKeys("serverAddress", "query", "threshold", "ignoreNullValues");
        assertThat(trigger.metadata().get("query"))
                .contains("unstir_share_group_lag", Topic.SAMPLERS_SHARE_GROUP, Topic.SAMPLERS_BULK_SHARE_GROUP);
    }
}
