package io.unstir.manifests.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.unstir.manifests.Checkout;
import io.unstir.manifests.config.PackagedService;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** deploy/k8s as one of its overlays has it applied: as YAML, and as the models that read it. */
record Overlay(List<JsonNode> objects, List<Object> models) {
    static final Map<String, PackagedService> OURS = Map.of(
            "gateway", PackagedService.GATEWAY,
            "storage", PackagedService.STORAGE,
            "trainer", PackagedService.TRAINER,
            "sampler", PackagedService.SAMPLER);

    static Overlay of(String name) {
        var objects = Kustomization.render(
                Checkout.root().resolve("deploy/k8s/overlays").resolve(name));
        return new Overlay(objects, objects.stream().map(Models::read).toList());
    }

    <T> Stream<T> all(Class<T> type) {
        return models.stream().filter(type::isInstance).map(type::cast);
    }

    <T extends HasMetadata> T one(Class<T> type, String object) {
        return all(type)
                .filter(each -> each.getMetadata().getName().equals(object))
                .findFirst()
                .orElseThrow();
    }

    /** The pods of our services by their name. */
    Map<String, PodTemplateSpec> pods() {
        var pods = new TreeMap<String, PodTemplateSpec>();
        all(Deployment.class)
                .forEach(each ->
                        pods.put(each.getMetadata().getName(), each.getSpec().getTemplate()));
        all(StatefulSet.class)
                .forEach(each ->
                        pods.put(each.getMetadata().getName(), each.getSpec().getTemplate()));
        return pods;
    }

    Container main(String service) {
        return pods().get(service).getSpec().getContainers().getFirst();
    }
}
