package io.unstir.local.command;

import io.unstir.local.Console;
import io.unstir.local.api.Gateway;
import io.unstir.local.api.GatewayUnreachable;
import io.unstir.local.api.ProblemFailure;
import io.unstir.local.command.LabelledFile.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a file comes from that says which image it is: as the system tells it, or, where none knows the image, as the file does.
 *
 * @param graph as the system tells it
 */
record FileLineage(LabelledFile file, State state, Optional<Map<String, Object>> graph) {

    /** @param gateway of the system that runs, where one does */
    static FileLineage of(LabelledFile file, Optional<Gateway> gateway, Console console) {
        if (gateway.isEmpty()) {
            console.note("no system runs here; this is what the file says of itself");
            return new FileLineage(file, file.state(), Optional.empty());
        }
        try {
            var graph = gateway.get().lineage(file.image());
            return new FileLineage(file, file.state(gateway.get()), Optional.of(graph));
        } catch (GatewayUnreachable | ProblemFailure e) {
            console.note("this is what the file says of itself; the system does not tell: " + e.getMessage());
            return new FileLineage(file, file.state(), Optional.empty());
        }
    }

    List<String> lines() {
        var lines = new ArrayList<String>();
        file.told(state).ifPresent(lines::add);
        graph.ifPresentOrElse(
                known -> lines.addAll(LineageTree.of(known).lines(file.image())),
                () -> file.texts().texts().forEach((name, text) -> lines.add(name + ": " + text)));
        return lines;
    }

    /** The graph, without nodes where none is known, and the file. */
    Map<String, Object> document() {
        var document = new LinkedHashMap<>(graph.orElse(Map.of("nodes", List.of(), "edges", List.of())));
        document.put("file", file.document(state));
        return document;
    }
}
