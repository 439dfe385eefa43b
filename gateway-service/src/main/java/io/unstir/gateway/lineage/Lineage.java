package io.unstir.gateway.lineage;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What an image was made from. Storage sends the same. */
@Schema(description = "A graph of causes; an edge leads from a cause to what came of it")
record Lineage(
        @Schema(description = "What there is") List<Node> nodes,
        @Schema(description = "What came of what") List<Edge> edges) {
    @Schema(name = "LineageNode")
    record Node(
            @Schema(description = "A digest where the thing has one, else its id")
            String id,

            @Schema(enumeration = {"image", "job", "checkpoint", "training", "dataset", "noise"})
            String kind,

            @Schema(description = "A few words for people") String label,

            @Schema(description = "All that is known of it") Map<String, Object> properties) {}

    @Schema(name = "LineageEdge")
    record Edge(
            @Schema(description = "A node's id: the cause") String from,

            @Schema(description = "A node's id: what came of it")
            String to) {}
}
