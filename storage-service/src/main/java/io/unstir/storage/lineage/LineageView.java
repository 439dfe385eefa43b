package io.unstir.storage.lineage;

import java.util.List;
import java.util.Map;

/** What an image was made from, as a graph: an edge leads from a cause to what came of it. */
record LineageView(List<Node> nodes, List<Edge> edges) {

    /**
     * One thing in the lineage.
     *
     * @param id a digest where the thing has one, else the id that the rest of the API knows it by
     * @param kind image, job, checkpoint, training, dataset or noise
     */
    record Node(String id, String kind, String label, Map<String, Object> properties) {}

    record Edge(String from, String to) {}
}
