package io.unstir.manifests.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.manifests.Checkout;
import io.unstir.manifests.config.ConfigKeys;
import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Against the services as they are packaged. */
class ComposeIT {
    /** Read by the JVM, the C library, DJL and CUDA. */
    private static final Set<String> OF_OTHERS = Set.of(
            "JAVA_TOOL_OPTIONS",
            "MALLOC_TOP_PAD_",
            "MALLOC_TRIM_THRESHOLD_",
            "MALLOC_MMAP_THRESHOLD_",
            "DJL_CACHE_DIR",
            "PATH",
            "NVIDIA_TF32_OVERRIDE",
            "NVIDIA_DRIVER_CAPABILITIES");

    private final Dockerfile dockerfile = Dockerfile.parse(Checkout.text("deploy/docker/Dockerfile"));

    @Test
    void everyVariableIsAKeyThatItsServiceReads() throws Exception {
        var file = Compose.file();

        Compose.OURS.forEach((name, service) -> {
            var keys = ConfigKeys.of(service);
            var variables = new HashMap<>(dockerfile.stages().get(name).environment());
            variables.putAll(file.services().get(name).environment());
            variables.keySet().removeAll(OF_OTHERS);
            assertThat(variables).as(name).isNotEmpty();
            assertThat(variables.keySet().stream().map(keys::objection).filter(objection -> !objection.isEmpty()))
                    .as(name)
                    .isEmpty();
            assertThat(keys.objection("UNSTIR_NO_SUCH_KEY")).isEqualTo("UNSTIR_NO_SUCH_KEY is read by nobody");
            assertThat(keys.objection("QUARKUS_HTTP_ROOT_PATH")).endsWith("is fixed when the service is built");
        });
    }

    @Test
    void portsAndHealthAreTheServicesOwn() throws Exception {
        var file = Compose.file();

        Compose.OURS.forEach((name, service) -> {
            String port = Integer.toString(service.port());
            assertThat(dockerfile.stages().get(name).last("EXPOSE")).as(name).contains(port);
            assertThat(dockerfile.stages().get(name).exec("HEALTHCHECK"))
                    .as(name)
                    .containsExactly("unstir-healthy", port);
            assertThat(service.holds("io.quarkus.quarkus-smallrye-health"))
                    .as(name)
                    .isTrue();
            assertThat(file.services().get(name).ports()).as(name).allMatch(each -> each.endsWith(":" + port));
        });
        assertThat(Checkout.text("deploy/docker/healthy")).contains(":-/q/health/ready}");
    }

    @Test
    void addressesLeadToWhoListensThere() throws Exception {
        var file = Compose.file();
        var listens = new HashMap<String, Integer>();
        Compose.OURS.forEach((name, service) -> listens.put(name, service.port()));
        listens.put("s3", 9000);
        listens.put("postgres", 5432);
        List.of("kafka-1", "kafka-2", "kafka-3").forEach(name -> listens.put(name, 9092));

        Compose.OURS.keySet().forEach(name -> file.services().get(name).environment().entrySet().stream()
                .filter(entry -> entry.getKey().matches(".*(URL|SERVERS|ENDPOINT)"))
                .flatMap(entry -> addresses(entry.getValue()))
                .forEach(address -> assertThat(listens).as(name).containsEntry(address.getHost(), address.getPort())));
    }

    private static Stream<URI> addresses(String value) {
        return Arrays.stream(value.split(","))
                .map(each -> each.replaceFirst("^jdbc:", ""))
                .map(each -> each.matches("[a-z0-9-]+:\\d+") ? "kafka://" + each : each)
                .filter(each -> each.contains("://"))
                .map(URI::create);
    }

    @Test
    @SuppressWarnings("unchecked")
    void prometheusAsksEveryServiceWhereItListens() throws Exception {
        Map<String, Object> prometheus = new Yaml().load(Checkout.text("deploy/prometheus/prometheus.yml"));
        var asked = new HashMap<String, Integer>();
        ((List<Map<String, Object>>) prometheus.get("scrape_configs")).forEach(scrape -> {
            assertThat(scrape).containsEntry("metrics_path", "/q/metrics");
            targets(scrape).forEach(target -> asked.put(target.getHost(), target.getPort()));
        });

        var services = Compose.file().services();
        var listens = new HashMap<String, Integer>();
        Compose.OURS.forEach((name, service) -> {
            var aliases = services.get(name).aliases();
            listens.put(aliases.isEmpty() ? name : aliases.getFirst(), service.port());
            assertThat(service.holds("io.quarkus.quarkus-micrometer-registry-prometheus"))
                    .as(name)
                    .isTrue();
        });
        assertThat(asked).isEqualTo(listens);
    }

    /** Those that stand there, and those that are looked up by name. */
    @SuppressWarnings("unchecked")
    private static Stream<URI> targets(Map<String, Object> scrape) {
        var statics = (List<Map<String, List<String>>>) scrape.getOrDefault("static_configs", List.of());
        var names = (List<Map<String, Object>>) scrape.getOrDefault("dns_sd_configs", List.of());
        return Stream.concat(
                        statics.stream().flatMap(each -> each.get("targets").stream()),
                        names.stream().flatMap(each -> ((List<String>) each.get("names"))
                                .stream().map(name -> name + ":" + each.get("port"))))
                .map(target -> URI.create("http://" + target));
    }
}
