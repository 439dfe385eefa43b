package io.unstir.trainer.evaluation;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A file with what was found about one checkpoint. All its rows compare: a report of another data set or classifier replaces what is
 * there, one of the same adds its rows.
 */
public record ReportFile(Path path) {
    /** Its name beside a bundle's manifest. */
    public static final String NAME = "evaluation.json";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final ObjectWriter PRETTY = JSON.writer(new DefaultPrettyPrinter()
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n")));

    private static final List<String> COMPARABLE = List.of("/checkpoint/digest", "/data/digest", "/classifier/digest");
    private static final Comparator<JsonNode> ORDER = Comparator.<JsonNode, String>comparing(
                    run -> run.path("solver").asText())
            .thenComparing(run -> run.path("guidance_scale").asDouble())
            .thenComparing(run -> run.path("images").asInt())
            .thenComparing(run -> run.path("seed").asLong())
            .thenComparing(run -> run.path("steps").asInt());

    /** Leaves the report alone in the file. */
    public void write(Report report) {
        write(ReportJson.of(report));
    }

    /** Adds the report to what is there. */
    public void add(Report report) {
        ObjectNode fresh = ReportJson.of(report);
        if (Files.exists(path)) {
            JsonNode known = read();
            if (COMPARABLE.stream().allMatch(field -> Objects.equals(known.at(field), fresh.at(field)))) {
                fresh.set("runs", merged(known.path("runs"), fresh.path("runs")));
            }
        }
        write(fresh);
    }

    private JsonNode read() {
        try {
            return JSON.readTree(path.toFile());
        } catch (IOException e) {
            throw new EvaluationException(path + " is there but could not be read as JSON", e);
        }
    }

    private static ArrayNode merged(JsonNode known, JsonNode fresh) {
        var runs = new TreeMap<JsonNode, JsonNode>(ORDER);
        known.forEach(run -> runs.put(run, run));
        fresh.forEach(run -> {
            runs.remove(run);
            runs.put(run, run);
        });
        return JSON.createArrayNode().addAll(runs.values());
    }

    private void write(ObjectNode json) {
        Path target = path.toAbsolutePath();
        try {
            Files.createDirectories(target.getParent());
            Path partial = Files.createTempFile(target.getParent(), "evaluation", ".partial");
            Files.writeString(partial, PRETTY.writeValueAsString(json) + "\n");
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new EvaluationException(path + " could not be written: " + e.getMessage(), e);
        }
    }
}
