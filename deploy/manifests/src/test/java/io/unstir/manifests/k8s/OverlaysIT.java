package io.unstir.manifests.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.unstir.manifests.config.ConfigKeys;
import java.net.URI;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the services as they are packaged. */
class OverlaysIT {
    @ParameterizedTest
    @ValueSource(strings = {"cpu", "gpu"})
    void everyVariableIsAKeyThatItsServiceReads(String name) {
        var overlay = Overlay.of(name);

        Overlay.OURS.forEach((service, packaged) -> {
            var keys = ConfigKeys.of(packaged);
            var variables = variables(overlay, service).toList();
            assertThat(variables).as(service).hasSizeGreaterThan(3);
            assertThat(variables.stream().map(keys::objection).filter(objection -> !objection.isEmpty()))
                    .as(service)
                    .isEmpty();
        });
    }

    private static Stream<String> variables(Overlay overlay, String service) {
        var container = overlay.main(service);
        return Stream.concat(
                container.getEnv().stream().map(EnvVar::getName),
                container.getEnvFrom().stream()
                        .flatMap(from ->
                                overlay
                                        .one(
                                                ConfigMap.class,
                                                from.getConfigMapRef().getName())
                                        .getData()
                                        .keySet()
                                        .stream()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "gpu"})
    void portsAndProbesAreTheServicesOwn(String name) {
        var overlay = Overlay.of(name);

        Overlay.OURS.forEach((service, packaged) -> {
            var container = overlay.main(service);
            assertThat(container.getPorts()).singleElement().satisfies(port -> {
                assertThat(port.getName()).isEqualTo("http");
                assertThat(port.getContainerPort()).isEqualTo(packaged.port());
            });
            assertThat(packaged.holds("io.quarkus.quarkus-smallrye-health")).isTrue();
            assertThat(path(container.getReadinessProbe())).isEqualTo("http/q/health/ready");
            assertThat(path(container.getLivenessProbe())).isEqualTo("http/q/health/live");
            assertThat(path(container.getStartupProbe())).isEqualTo("http/q/health/live");
            container.getEnv().stream()
                    .filter(variable -> variable.getName().endsWith("_STORAGE_URL"))
                    .map(variable -> URI.create(variable.getValue()))
                    .forEach(url -> assertThat(listensAt(overlay, url))
                            .as(url.toString())
                            .isTrue());
        });
    }

    private static String path(Probe probe) {
        return probe.getHttpGet().getPort().getStrVal() + probe.getHttpGet().getPath();
    }

    private static boolean listensAt(Overlay overlay, URI url) {
        return overlay.one(Service.class, url.getHost()).getSpec().getPorts().stream()
                .anyMatch(port -> port.getPort() == url.getPort()
                        && port.getPort() == Overlay.OURS.get(url.getHost()).port());
    }
}
