package io.unstir.local.evaluation;

import io.unstir.local.api.Digest;
import io.unstir.local.api.JobRequest;
import io.unstir.local.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How the images of one row of the table are made.
 *
 * @param model as {@code model@version}
 * @param checkpoint its digest
 * @param seed of the first image; the next has the next
 */
public record Way(String model, String checkpoint, String solver, int steps, double guidance, long seed) {
    /** Every job has a prompt, also one for a model that doesn't look at it. */
    private static final String UNHEARD = "anything";

    /** The request for one image. */
    public JobRequest request(Wanted wanted) {
        var settings = new LinkedHashMap<String, Object>();
        settings.put("model", model);
        settings.put("n", 1);
        settings.put("seed", seed + wanted.index());
        settings.put("steps", steps);
        settings.put("solver", solver);
        settings.put("guidance_scale", guidance);
        settings.put("priority", "bulk");
        return new JobRequest(wanted.prompt().isEmpty() ? UNHEARD : wanted.prompt(), settings);
    }

    /**
     * Names the job of an image for good, so that an evaluation that goes on finds what an earlier one asked for.
     *
     * @param attempt counted from 0: a canceled job stays canceled, only another can make the image
     */
    public String key(Wanted wanted, int attempt) {
        String all = checkpoint + "\n" + wanted.prompt() + "\n"
                + Json.compact(request(wanted).settings());
        return "evaluate-" + Digest.sha256(all.getBytes(StandardCharsets.UTF_8)) + "-" + attempt;
    }

    /** The name of its folder. */
    public String slug() {
        return "%s-%d-steps-guidance-%s-seed-%d".formatted(solver.replace("+", "p"), steps, guidance, seed);
    }

    public Map<String, Object> document() {
        var document = new LinkedHashMap<String, Object>();
        document.put("model", model);
        document.put("checkpoint", checkpoint);
        document.put("solver", solver);
        document.put("steps", steps);
        document.put("guidance_scale", guidance);
        document.put("seed", seed);
        return document;
    }
}
