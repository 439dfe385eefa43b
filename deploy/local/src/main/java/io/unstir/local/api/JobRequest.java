package io.unstir.local.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What to sample; what is empty, the gateway and the model decide. Its limits are the gateway's to check. */
public record JobRequest(
        String prompt,
        Optional<String> negativePrompt,
        Optional<String> model,
        OptionalInt images,
        OptionalLong seed,
        OptionalInt steps,
        Optional<String> solver,
        OptionalDouble guidance) {

    Map<String, Object> document() {
        var document = new LinkedHashMap<String, Object>();
        document.put("prompt", prompt);
        negativePrompt.ifPresent(text -> document.put("negative_prompt", text));
        model.ifPresent(name -> document.put("model", name));
        images.ifPresent(number -> document.put("n", number));
        seed.ifPresent(number -> document.put("seed", number));
        steps.ifPresent(number -> document.put("steps", number));
        solver.ifPresent(name -> document.put("solver", name));
        guidance.ifPresent(number -> document.put("guidance_scale", number));
        return document;
    }
}
