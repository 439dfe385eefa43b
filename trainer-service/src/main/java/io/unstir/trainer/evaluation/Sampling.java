package io.unstir.trainer.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;

/**
 * How pictures were made, as their folder's {@value #FILE} tells.
 *
 * @param guidanceScale 1 is without guidance
 * @param seed of the first picture; the next has the next
 */
public record Sampling(String solver, int steps, double guidanceScale, long seed) {
    static final String FILE = "sampling.json";

    static Sampling read(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            JsonNode json = JsonMapper.builder().build().readTree(file.toFile());
            return new Sampling(
                    required(json, "solver", file).asText(),
                    required(json, "steps", file).asInt(),
                    required(json, "guidance_scale", file).asDouble(),
                    required(json, "seed", file).asLong());
        } catch (IOException e) {
            throw new EvaluationException(file + " could not be read as JSON", e);
        }
    }

    private static JsonNode required(JsonNode json, String field, Path file) {
        if (!json.hasNonNull(field)) {
            throw new EvaluationException(file + ": " + field + " must be given");
        }
        return json.get(field);
    }
}
