package io.unstir.manifests.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unstir.manifests.Checkout;
import io.unstir.manifests.compose.ComposeFile.Service;
import io.unstir.proto.KeyToken;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import kafka.server.KafkaConfig;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.server.config.AbstractKafkaConfig;
import org.junit.jupiter.api.Test;

class ComposeFileTest {
    private static final Pattern REQUIRED = Pattern.compile("\\$\\{(\\w+):\\?");
    private static final Pattern IS_SECRET = Pattern.compile(".*(PASSWORD|SECRET|ADMIN_KEY).*");

    private static ComposeFile withText(String old, String fresh) throws Exception {
        String text = Checkout.text(Compose.FILE);
        assertThat(text).contains(old);
        return ComposeFile.parse(text.replace(old, fresh), Compose.secrets());
    }

    @Test
    void aMisspeltKeyIsRefused() {
        assertThatThrownBy(() -> withText("mem_limit: 512m", "memory_limit: 512m"))
                .hasMessageContaining("memory_limit");
    }

    @Test
    void theScriptWritesEverySecretThatIsAskedForAndNoneIsWrittenInTheFile() throws Exception {
        var secrets = Compose.secrets();
        var required = REQUIRED.matcher(Checkout.text(Compose.FILE))
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toSet());

        assertThat(secrets).containsOnlyKeys(required);
        assertThat(new HashSet<>(secrets.values())).hasSameSizeAs(secrets.values());
        assertThat(KeyToken.parse(secrets.get("UNSTIR_ADMIN_KEY"))).isPresent();
        assertThat(Uuid.fromString(secrets.get("UNSTIR_KAFKA_CLUSTER_ID"))).isNotNull();
        assertThat(secrets.get("UNSTIR_WEBHOOK_SECRET")).hasSizeGreaterThanOrEqualTo(32);
        assertThat(Compose.secrets().get("UNSTIR_ADMIN_KEY")).isNotEqualTo(secrets.get("UNSTIR_ADMIN_KEY"));
        assertThatThrownBy(() -> ComposeFile.parse(Checkout.text(Compose.FILE), Map.of()))
                .hasMessageContaining("run deploy/docker/env");
        rawEnvironments().forEach((name, value) -> {
            if (IS_SECRET.matcher(name).matches()) {
                assertThat(value).as(name).matches("\\$\\{\\w+:\\?run deploy/docker/env}");
            }
        });
    }

    private static Map<String, String> rawEnvironments() {
        return services().values().stream()
                .map(service -> (Map<?, ?>) ((Map<?, ?>) service).get("environment"))
                .filter(environment -> environment != null)
                .flatMap(environment -> environment.entrySet().stream())
                .collect(Collectors.toMap(
                        entry -> entry.getKey().toString(),
                        entry -> entry.getValue().toString(),
                        (one, other) -> one));
    }

    private static Map<?, ?> services() {
        return (Map<?, ?>) ComposeFile.tree(Checkout.text(Compose.FILE)).get("services");
    }

    @Test
    void nobodyHasMoreRightsThanItNeeds() throws Exception {
        Compose.file().services().forEach((name, service) -> {
            assertThat(service.securityOpt()).as(name).containsExactly("no-new-privileges:true");
            assertThat(service.capDrop()).as(name).containsExactly("ALL");
            assertThat(service.pidsLimit()).as(name).isPositive();
            assertThat(service.memLimit()).as(name).matches("\\d+[mg]");
            assertThat(service.ports()).as(name).allMatch(port -> port.startsWith("127.0.0.1:"));
            assertThat(service.image()).as(name).matches("[a-z0-9/-]+:v?\\d+\\.\\d+[\\w.-]*");
            if (service.isOurs()) {
                assertThat(service.readOnly()).as(name).isTrue();
                assertThat(service.tmpfs()).as(name).anyMatch(mount -> mount.startsWith("/tmp:"));
            } else if (!name.startsWith("kafka-")) {
                assertThat(service.user()).as(name).matches("[1-9]\\d*:\\d+");
            }
        });
    }

    @Test
    void onlyWhoMustReachesBeyondTheInnerNetwork() throws Exception {
        var file = Compose.file();

        assertThat(file.networks().get("inside").internal()).isTrue();
        assertThat(file.services().entrySet().stream()
                        .filter(entry -> entry.getValue().networkNames().contains("outside"))
                        .map(Map.Entry::getKey))
                .containsExactlyInAnyOrder("gateway", "prometheus", "grafana");
        assertThat(file.services().values().stream()
                        .filter(service -> !service.ports().isEmpty()))
                .allMatch(service -> service.networkNames().contains("outside"));
    }

    @Test
    void whatIsNamedIsThere() throws Exception {
        var file = Compose.file();
        var dockerfile = Dockerfile.parse(Checkout.text("deploy/docker/Dockerfile"));

        file.services().forEach((name, service) -> {
            assertThat(file.networks().keySet()).as(name).containsAll(service.networkNames());
            service.dependsOn().forEach((other, condition) -> assertCondition(file, other, condition.condition()));
            service.volumes().stream().map(volume -> volume.split(":")[0]).forEach(source -> {
                if (source.startsWith("./")) {
                    assertThat(Checkout.root().resolve(source)).as(name).exists();
                } else {
                    assertThat(file.volumes()).as(name).containsKey(source);
                }
            });
            if (service.isOurs()) {
                assertThat(dockerfile.stages()).containsKey(service.build().target());
                assertThat(service.build().target()).isEqualTo(name);
            }
        });
    }

    private static void assertCondition(ComposeFile file, String name, String condition) {
        Service service = file.services().get(name);
        switch (condition) {
            case "service_completed_successfully" ->
                assertThat(service.restart()).isEqualTo("no");
            case "service_healthy" ->
                assertThat(service.healthcheck() != null || service.isOurs()).isTrue();
            default -> throw new AssertionError("unknown condition: " + condition);
        }
    }

    @Test
    void whatHasToBeWrittenIsAVolume() throws Exception {
        var file = Compose.file();
        var dockerfile = Dockerfile.parse(Checkout.text("deploy/docker/Dockerfile"));

        file.services().forEach((name, service) -> {
            if (service.isOurs()) {
                var stage = dockerfile.stages().get(name);
                var mounts = service.volumes().stream()
                        .map(volume -> volume.split(":")[1])
                        .toList();
                stage.last("VOLUME")
                        .ifPresent(folder -> assertThat(mounts).as(name).contains(folder));
                stage.environment().forEach((variable, value) -> {
                    if (value.startsWith("/var/lib/")) {
                        assertThat(mounts).as(variable).anyMatch(mount -> value.startsWith(mount + "/"));
                    }
                });
            }
        });
    }

    @Test
    void gpusAreForWhoAsksForThem() throws Exception {
        var services = Compose.file().services();

        assertThat(services.get("sampler-cuda").profiles()).containsExactly("nvidia");
        assertThat(services.get("sampler-cuda")
                        .deploy()
                        .resources()
                        .reservations()
                        .devices())
                .singleElement()
                .satisfies(device ->
                        assertThat(device.driver() + device.capabilities()).isEqualTo("nvidia[gpu]"));
        assertThat(services.values().stream().filter(service -> service.profiles() != null))
                .hasSize(1);
        assertThat(services.get("sampler").deploy().replicas()).isEqualTo(2);
    }

    /** The image makes a setting of each variable: KAFKA_NODE_ID is node.id. */
    @Test
    void brokersAreToldWhatKafkaKnows() throws Exception {
        Set<String> known = AbstractKafkaConfig.CONFIG_DEF.names();
        var brokers = Compose.file().services().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("kafka-"))
                .toList();

        assertThat(brokers).hasSize(3);
        brokers.forEach(broker -> {
            var environment = broker.getValue().environment();
            var settings = BrokerVariables.settings(environment);
            assertThat(settings.keySet()).isSubsetOf(known);
            // Refuses what does not go together, such as a listener without a protocol.
            assertThat(new KafkaConfig(settings, false).isKRaftCombinedMode()).isTrue();
            assertThat(broker.getKey()).isEqualTo("kafka-" + environment.get("KAFKA_NODE_ID"));
            assertThat(environment.get("KAFKA_ADVERTISED_LISTENERS")).contains("//" + broker.getKey() + ":9092");
        });
    }

    @Test
    void imagesRunAsNobodyInParticularAndHearSigterm() {
        var dockerfile = Dockerfile.parse(Checkout.text("deploy/docker/Dockerfile"));

        for (String name : List.of("gateway", "storage", "trainer", "sampler", "sampler-cuda", "topics", "s3")) {
            var stage = dockerfile.stages().get(name);
            assertThat(stage.last("USER")).as(name).contains("10001:10001");
            assertThat(stage.last("STOPSIGNAL")).as(name).contains("SIGTERM");
            assertThat(stage.exec("ENTRYPOINT")).as(name).isNotEmpty();
            if (!name.equals("topics")) {
                assertThat(stage.exec("HEALTHCHECK").getFirst()).as(name).isEqualTo("unstir-healthy");
                assertThat(stage.exec("HEALTHCHECK").get(1))
                        .as(name)
                        .isEqualTo(stage.last("EXPOSE").orElseThrow());
            }
        }
        assertThat(dockerfile.arguments().values()).allMatch(image -> image.matches("[a-z/-]+:\\d+\\.\\d+\\.\\d+\\S+"));
    }

    @Test
    void whatIsCopiedIntoAnImageIsHere() {
        var dockerfile = Dockerfile.parse(Checkout.text("deploy/docker/Dockerfile"));

        var copies = dockerfile.stages().values().stream()
                .flatMap(stage -> stage.own().stream())
                .filter(it -> it.name().equals("COPY") && !it.rest().contains("--from="))
                .map(it -> it.rest().replaceFirst("--chmod=\\d+ ", "").split(" ")[0])
                .toList();
        assertThat(copies)
                .isNotEmpty()
                .allMatch(file -> Files.exists(Checkout.root().resolve(file)));
    }

    @Test
    void grafanaIsGivenWhatItsFilesAskFor() throws Exception {
        var grafana = Compose.file().services().get("grafana");
        String provisioning;
        try (var sources = Files.list(Checkout.root().resolve("deploy/grafana/provisioning/datasources"))) {
            provisioning = sources.map(file ->
                            Checkout.text(Checkout.root().relativize(file).toString()))
                    .collect(Collectors.joining());
        }

        var asked = Pattern.compile("\\$\\{(\\w+)}")
                .matcher(provisioning)
                .results()
                .map((MatchResult result) -> result.group(1))
                .collect(Collectors.toSet());
        assertThat(asked).isNotEmpty();
        assertThat(grafana.environment()).containsKeys(asked.toArray(String[]::new));
        String dashboards = Arrays.stream(Checkout.text("deploy/grafana/provisioning/dashboards/unstir.yaml")
                        .split("\n"))
                .filter(line -> line.strip().startsWith("path: "))
                .map(line -> line.strip().substring("path: ".length()))
                .findFirst()
                .orElseThrow();
        assertThat(grafana.volumes()).contains("./deploy/grafana/dashboards:" + dashboards + ":ro");
        assertThat(grafana.volumes()).contains("./deploy/grafana/provisioning:/etc/grafana/provisioning:ro");
    }
}
