package io.unstir.manifests.k8s;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * What {@code kubectl kustomize} makes of a folder, for the few features that deploy/k8s uses; others are refused. Where there is a kubectl, a test
 * compares both.
 */
record Kustomization(String apiVersion, String kind, String namespace, List<String> resources, List<Patch> patches) {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    record Patch(String path, Target target) {}

    record Target(String kind, String name) {}

    static List<JsonNode> render(Path folder) {
        var self = MAPPER.convertValue(
                documents(folder.resolve("kustomization.yaml")).getFirst(), Kustomization.class);
        var objects = new ArrayList<JsonNode>();
        for (String resource : self.resources) {
            Path path = folder.resolve(resource).normalize();
            objects.addAll(Files.isDirectory(path) ? render(path) : documents(path));
        }
        if (self.patches != null) {
            self.patches.forEach(patch -> apply(patch, folder, objects));
        }
        if (self.namespace != null) {
            objects.forEach(object -> ((ObjectNode) object.get("metadata")).put("namespace", self.namespace));
        }
        return objects;
    }

    private static void apply(Patch patch, Path folder, List<JsonNode> objects) {
        var target = objects.stream()
                .filter(object -> object.get("kind").asText().equals(patch.target.kind)
                        && object.at("/metadata/name").asText().equals(patch.target.name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no " + patch.target));
        JsonPatch.apply(
                target,
                MAPPER.convertValue(
                        documents(folder.resolve(patch.path)).getFirst(),
                        new TypeReference<List<JsonPatch.Operation>>() {}));
    }

    /** Of a file with any number of them; a key that stands twice is refused. */
    static List<JsonNode> documents(Path file) {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try {
            Stream<Object> read = StreamSupport.stream(
                    new Yaml(options).loadAll(Files.readString(file)).spliterator(), false);
            return read.map(MAPPER::<JsonNode>valueToTree).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
