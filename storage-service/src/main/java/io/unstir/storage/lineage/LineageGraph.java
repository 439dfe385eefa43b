package io.unstir.storage.lineage;

import com.fasterxml.jackson.databind.JsonNode;
import io.unstir.proto.v1.TrainingLineage;
import io.unstir.storage.lineage.LineageView.Edge;
import io.unstir.storage.lineage.LineageView.Node;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Puts what is known of an image in order: data sets, trainings, checkpoints, jobs, images, and what the jobs started from. */
final class LineageGraph {
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Set<Edge> edges = new LinkedHashSet<>();

    LineageView view() {
        return new LineageView(List.copyOf(nodes.values()), List.copyOf(edges));
    }

    void image(MadeImage image) {
        add(
                image.sha256(),
                "image",
                "image " + image.index(),
                properties(
                        "sha256", image.sha256(),
                        "index", image.index(),
                        "width", image.width(),
                        "height", image.height(),
                        "size_bytes", image.sizeBytes(),
                        "device_class", image.deviceClass(),
                        "worker", image.worker(),
                        "code_revision", image.codeRevision().orElse(null),
                        "libraries", image.libraries().orElse(null),
                        "made_at", image.producedAt()));
        add(
                image.job(),
                "job",
                image.prompt(),
                properties(
                        "id", image.job(),
                        "submitted_at", image.submittedAt(),
                        "completed_at", image.completedAt().orElse(null),
                        "attempt", image.attempt(),
                        "request", image.request()));
        link(image.job(), image.sha256());
        image.given().forEach((sha256, role) -> {
            add(sha256, "image", role, properties("sha256", sha256, "used_as", role));
            link(sha256, image.job());
        });
        varied(image.request().path("variation"), image.job());
    }

    /** A variation's parent is noise and no image: every image of that seed and index began with it. */
    private void varied(JsonNode variation, String job) {
        if (variation.isObject()) {
            long seed = variation.path("of_seed").asLong();
            int index = variation.path("of_image").asInt();
            var noise = "noise %d/%d".formatted(seed, index);
            add(noise, "noise", "seed %d, image %d".formatted(seed, index), properties("seed", seed, "image", index));
            link(noise, job);
        }
    }

    /** What the registry never told of is known by its digest alone. */
    void checkpoint(String digest, String name) {
        add(digest, "checkpoint", name, properties("digest", digest));
    }

    void checkpoint(String digest, String name, UsedCheckpoint checkpoint) {
        add(
                digest,
                "checkpoint",
                name,
                properties(
                        "digest",
                        digest,
                        "name",
                        name,
                        "published_at",
                        checkpoint.publishedAt().orElse(null),
                        "retired_at",
                        checkpoint.retiredAt().orElse(null),
                        "evaluations",
                        checkpoint.evaluations().isEmpty() ? null : checkpoint.evaluations()));
        training(digest, checkpoint.lineage());
    }

    private void training(String checkpoint, TrainingLineage lineage) {
        if (lineage.equals(TrainingLineage.getDefaultInstance())) {
            return;
        }
        // A run outside of the pipeline has no id of its own.
        String id = lineage.getTrainingId().isEmpty() ? "training of " + checkpoint : lineage.getTrainingId();
        add(
                id,
                "training",
                "%,d steps".formatted(lineage.getSteps()),
                properties(
                        "id", lineage.getTrainingId(),
                        "steps", lineage.getSteps(),
                        "images_seen", lineage.getImagesSeen(),
                        "code_revision", lineage.getCodeRevision(),
                        "metrics", lineage.getMetricsMap(),
                        "libraries", lineage.getLibrariesMap(),
                        "start_checkpoint", lineage.getStartCheckpoint(),
                        "config", lineage.getConfigYaml()));
        link(id, checkpoint);
        if (!lineage.getDatasetDigest().isEmpty()) {
            add(
                    lineage.getDatasetDigest(),
                    "dataset",
                    "%,d items".formatted(lineage.getDatasetItems()),
                    properties(
                            "digest", lineage.getDatasetDigest(),
                            "items", lineage.getDatasetItems(),
                            "licence", lineage.getDatasetLicence()));
            link(lineage.getDatasetDigest(), id);
        }
        if (!lineage.getStartCheckpoint().isEmpty()) {
            link(lineage.getStartCheckpoint(), id);
        }
    }

    /** What is told of a node again is added to it. */
    private void add(String id, String kind, String label, Map<String, Object> properties) {
        nodes.merge(id, new Node(id, kind, label, properties), (known, more) -> {
            var all = new LinkedHashMap<>(known.properties());
            more.properties().forEach(all::putIfAbsent);
            return new Node(id, known.kind(), known.label(), all);
        });
    }

    /** A job may give back the very bytes that it began with; whoever draws the graph must not be led in a circle. */
    void link(String from, String to) {
        if (!isCauseOf(to, from)) {
            edges.add(new Edge(from, to));
        }
    }

    private boolean isCauseOf(String cause, String effect) {
        return cause.equals(effect)
                || edges.stream()
                        .filter(edge -> edge.to().equals(effect))
                        .anyMatch(edge -> isCauseOf(cause, edge.from()));
    }

    /** Names and values in turn; what is not known is left out. */
    private static Map<String, Object> properties(Object... namesAndValues) {
        var properties = new LinkedHashMap<String, Object>();
        Stream.iterate(0, i -> i < namesAndValues.length, i -> i + 2)
                .filter(i -> namesAndValues[i + 1] != null && !namesAndValues[i + 1].equals(""))
                .forEach(i -> properties.put((String) namesAndValues[i], namesAndValues[i + 1]));
        return properties;
    }
}
