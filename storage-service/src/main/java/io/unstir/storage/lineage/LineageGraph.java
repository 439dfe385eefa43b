package io.unstir.storage.lineage;

import com.fasterxml.jackson.databind.JsonNode;
import io.unstir.proto.v1.TrainingLineage;
import io.unstir.storage.lineage.LineageView.Edge;
import io.unstir.storage.lineage.LineageView.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Puts what is known of an image in order: data set, training, checkpoint, job, image, and the files the job started from. */
final class LineageGraph {
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<Edge, Edge> edges = new LinkedHashMap<>();

    LineageView view() {
        return new LineageView(List.copyOf(nodes.values()), List.copyOf(edges.keySet()));
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
        startedFrom(image.request().path("image"), image.job());
    }

    private void startedFrom(JsonNode conditioning, String job) {
        Map.of("image_sha256", "init image", "mask_sha256", "mask").forEach((field, label) -> {
            String sha256 = conditioning.path(field).asText();
            if (!sha256.isEmpty()) {
                add(sha256, "image", label, properties("sha256", sha256, "used_as", label));
                link(sha256, job);
            }
        });
    }

    /** @param checkpoint absent where the registry never told of it; its digest is known from the job */
    void checkpoint(String job, String digest, String name, Optional<UsedCheckpoint> checkpoint) {
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
                        checkpoint.flatMap(UsedCheckpoint::publishedAt).orElse(null),
                        "retired_at",
                        checkpoint.flatMap(UsedCheckpoint::retiredAt).orElse(null)));
        link(digest, job);
        checkpoint.map(UsedCheckpoint::lineage).ifPresent(lineage -> training(digest, lineage));
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
    }

    private void add(String id, String kind, String label, Map<String, Object> properties) {
        nodes.putIfAbsent(id, new Node(id, kind, label, properties));
    }

    private void link(String from, String to) {
        var edge = new Edge(from, to);
        edges.putIfAbsent(edge, edge);
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
