package io.unstir.local.command;

import io.unstir.local.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The graph of causes as a tree, the image at its root.
 *
 * @param nodes by id
 * @param causes of each node, by ids
 */
record LineageTree(Map<String, Map<String, Object>> nodes, Map<String, Set<String>> causes) {

    static LineageTree of(Map<String, Object> graph) {
        var nodes = new LinkedHashMap<String, Map<String, Object>>();
        Json.objects(graph, "nodes").forEach(node -> nodes.put(text(node, "id"), node));
        var causes = Json.objects(graph, "edges").stream()
                .collect(Collectors.groupingBy(
                        edge -> text(edge, "to"),
                        Collectors.mapping(
                                edge -> text(edge, "from"), Collectors.toCollection(LinkedHashSet<String>::new))));
        return new LineageTree(nodes, Map.copyOf(causes));
    }

    List<String> lines(String root) {
        var lines = new ArrayList<String>();
        add(root, "", "", new HashSet<>(), lines);
        return lines;
    }

    /** What many things came of is shown in full once. */
    private void add(String id, String first, String rest, Set<String> shown, List<String> lines) {
        Map<String, Object> node = nodes.getOrDefault(id, Map.of("kind", "unknown", "id", id));
        if (!shown.add(id)) {
            lines.add(first + title(node) + ", as above");
            return;
        }
        lines.add(first + title(node));
        List<String> facts = facts(node);
        var below = List.copyOf(causes.getOrDefault(id, Set.of()));
        facts.forEach(fact -> lines.add(rest + (below.isEmpty() ? "   " : "│  ") + fact));
        for (int i = 0; i < below.size(); i++) {
            boolean last = i == below.size() - 1;
            add(below.get(i), rest + (last ? "└─ " : "├─ "), rest + (last ? "   " : "│  "), shown, lines);
        }
    }

    private static String title(Map<String, Object> node) {
        String kind = text(node, "kind");
        String label = text(node, "label");
        return switch (kind) {
            case "dataset" -> "data set of " + label;
            case "job" -> "job \"" + label + "\"";
            case "noise" -> "noise of " + label;
            case "image" -> label;
            default -> kind + " " + label;
        };
    }

    /** Id and numbers; what is longer is in the JSON document. */
    private static List<String> facts(Map<String, Object> node) {
        Map<String, Object> properties = Json.object(node, "properties").orElse(Map.of());
        return switch (text(node, "kind")) {
            case "image" ->
                present(
                        named("sha256 ", node, "id"),
                        size(properties),
                        text(properties, "device_class"),
                        software(properties));
            case "job" ->
                present(
                        text(node, "id"),
                        settings(Json.object(properties, "request").orElse(Map.of())),
                        named("submitted ", properties, "submitted_at"));
            case "checkpoint" ->
                present(
                        named("sha256 ", node, "id"),
                        named("published ", properties, "published_at"),
                        named("retired ", properties, "retired_at"),
                        evaluation(properties));
            case "training" -> present(text(properties, "id"), software(properties));
            case "noise" -> List.of();
            case "dataset" -> present(named("sha256 ", node, "id"), named("licence ", properties, "licence"));
            default -> present(text(node, "id"));
        };
    }

    private static String settings(Map<String, Object> request) {
        Map<String, Object> solver = Json.object(request, "solver").orElse(Map.of());
        return String.join(
                ", ",
                present(
                        named("seed ", request, "seed"),
                        named("", solver, "name"),
                        named("steps ", solver, "steps"),
                        named("guidance ", request, "guidance_scale")));
    }

    /** Revision and libraries, on one line. */
    private static String software(Map<String, Object> properties) {
        Map<String, Object> libraries = Json.object(properties, "libraries").orElse(Map.of());
        return String.join(
                ", ",
                Stream.concat(
                                Stream.of(named("code ", properties, "code_revision")),
                                libraries.keySet().stream().sorted().map(name -> named(name + " ", libraries, name)))
                        .filter(fact -> !fact.isEmpty())
                        .toList());
    }

    /** The newest; all of them are in the JSON document. */
    private static String evaluation(Map<String, Object> properties) {
        return Json.objects(properties, "evaluations").stream()
                .findFirst()
                .flatMap(newest -> Json.object(newest, "scores")
                        .map(scores -> "evaluated %s: Fréchet distance %s, prompt agreement %s"
                                .formatted(
                                        text(newest, "evaluated_at"),
                                        text(scores, "frechet_distance"),
                                        text(scores, "prompt_agreement"))))
                .orElse("");
    }

    private static String size(Map<String, Object> properties) {
        return properties.containsKey("width") ? text(properties, "width") + "x" + text(properties, "height") : "";
    }

    private static String named(String before, Map<String, Object> properties, String name) {
        String found = text(properties, name);
        return found.isEmpty() ? "" : before + found;
    }

    private static List<String> present(String... facts) {
        return Stream.of(facts).filter(fact -> !fact.isEmpty()).toList();
    }

    private static String text(Map<String, Object> document, String name) {
        return Json.text(document, name).orElse("");
    }
}
