package io.unstir.storage.openlineage;

import io.unstir.storage.openlineage.RunEvent.Dataset;
import java.util.Map;
import java.util.Optional;

/**
 * What OpenLineage calls data sets, each called by the digest of its content in a namespace for its kind: so an image that one job
 * made and another began with is one and the same.
 */
record Datasets(String namespace) {

    /** Without its licence: a checkpoint tells that, which comes on another topic, earlier or later than the events about the run. */
    Dataset pictures(String digest, Optional<Long> items) {
        return new Dataset(
                namespace + "/data-sets",
                digest,
                Map.of(
                        "datasetType", Facet.datasetType("FILE", "PICTURES"),
                        "version", Facet.version(digest),
                        "unstir_dataSet", Facet.ours("DataSetDatasetFacet", Facet.fields("items", items))),
                items.map(count -> Map.of("inputStatistics", Facet.inputStatistics(count)))
                        .orElse(Map.of()),
                Map.of());
    }

    /** @param name model and version; absent where it is known by its digest only */
    Dataset checkpoint(String digest, Optional<ModelName> name) {
        return new Dataset(
                namespace + "/checkpoints",
                digest,
                Map.of(
                        "datasetType",
                        Facet.datasetType("MODEL", "CHECKPOINT"),
                        "version",
                        Facet.version(digest),
                        "unstir_checkpoint",
                        Facet.ours(
                                "CheckpointDatasetFacet",
                                Facet.fields(
                                        "model", name.map(ModelName::model), "version", name.map(ModelName::version)))),
                Map.of(),
                Map.of());
    }

    /** @param role init or mask */
    Dataset given(String sha256, String role) {
        return new Dataset(
                namespace + "/images",
                sha256,
                Map.of("datasetType", Facet.datasetType("FILE", "IMAGE"), "version", Facet.version(sha256)),
                Map.of("unstir_givenImage", Facet.ours("GivenImageInputDatasetFacet", Facet.fields("role", role))),
                Map.of());
    }

    Dataset made(SamplingRun.Image image) {
        return new Dataset(
                namespace + "/images",
                image.sha256(),
                Map.of(
                        "datasetType", Facet.datasetType("FILE", "IMAGE"),
                        "version", Facet.version(image.sha256())),
                Map.of(),
                Map.of(
                        "outputStatistics",
                        Facet.outputStatistics(image.sizeBytes()),
                        "unstir_madeImage",
                        Facet.ours(
                                "MadeImageOutputDatasetFacet",
                                Facet.fields(
                                        "index", image.index(),
                                        "width", image.width(),
                                        "height", image.height(),
                                        "deviceClass", image.deviceClass()))));
    }
}
