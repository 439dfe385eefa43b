package io.unstir.gateway.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.unstir.gateway.body.Fields;
import io.unstir.gateway.body.TextLimit;
import io.unstir.proto.v1.CanvasSize;
import io.unstir.proto.v1.Priority;
import io.unstir.proto.v1.SamplingRequest;
import io.unstir.proto.v1.Webhook;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A job as its client asked for it, within the limits; what is absent is filled in from the model.
 *
 * @param settings what else was given, as the job's record carries it; the fields named before are not set in it
 */
public record JobRequest(
        String prompt,
        Optional<String> negativePrompt,
        Optional<String> model,
        Optional<Integer> n,
        Optional<Long> seed,
        Optional<Integer> steps,
        Optional<String> solver,
        Optional<Double> guidanceScale,
        Optional<Double> eta,
        Optional<Webhook> webhook,
        SamplingRequest settings) {
    static final int MAX_PROMPT = 2_000;
    static final int MAX_IMAGES = 16;
    static final int MAX_STEPS = 1_000;
    static final long MAX_SEED = (1L << 53) - 1;
    static final double MAX_GUIDANCE = 30;

    private static final int MAX_MODEL_NAME = 200;
    private static final String INTERACTIVE = "interactive";
    private static final String BULK = "bulk";

    /** Ends the request with all that is wrong in it. */
    public static JobRequest read(Fields fields) {
        var request = parse(fields);
        fields.end();
        return request.orElseThrow();
    }

    /** Empty where what is wrong, which the fields have collected, leaves no request. */
    static Optional<JobRequest> parse(Fields fields) {
        var promptLimit = TextLimit.characters(1, MAX_PROMPT);
        Optional<String> prompt =
                fields.require("prompt", promptLimit.toString()).text("prompt", promptLimit);
        var negativePrompt = fields.text("negative_prompt", TextLimit.characters(0, MAX_PROMPT));
        var model = fields.text("model", TextLimit.characters(1, MAX_MODEL_NAME));
        var n = fields.integer("n", 1, MAX_IMAGES).map(Math::toIntExact);
        var seed = fields.integer("seed", 0, MAX_SEED);
        var steps = fields.integer("steps", 1, MAX_STEPS).map(Math::toIntExact);
        var solver = fields.choice("solver", SolverFields.SOLVERS);
        var guidanceScale = fields.number("guidance_scale", 1, MAX_GUIDANCE);
        var eta = fields.number("eta", 0, 1);
        var webhook = WebhookFields.read(fields);
        var settings = settings(fields);
        return prompt.map(text -> new JobRequest(
                text, negativePrompt, model, n, seed, steps, solver, guidanceScale, eta, webhook, settings));
    }

    /** The same of the model that a request gets which names none. */
    public JobRequest withDefaultModel() {
        return new JobRequest(
                prompt,
                negativePrompt,
                Optional.empty(),
                n,
                seed,
                steps,
                solver,
                guidanceScale,
                eta,
                webhook,
                settings);
    }

    /** The same in another size. */
    public JobRequest withCanvas(int width, int height) {
        var sized = settings.toBuilder()
                .setCanvas(CanvasSize.newBuilder().setWidth(width).setHeight(height))
                .build();
        return new JobRequest(
                prompt, negativePrompt, model, n, seed, steps, solver, guidanceScale, eta, webhook, sized);
    }

    private static SamplingRequest settings(Fields fields) {
        var settings = SamplingRequest.newBuilder();
        SolverFields.read(fields).ifPresent(settings::setSolver);
        GuidanceFields.read(fields).ifPresent(settings::setGuidance);
        ThresholdingFields.read(fields).ifPresent(settings::setThresholding);
        CanvasFields.read(fields).ifPresent(settings::setCanvas);
        ImageFields.read(fields).ifPresent(settings::setImage);
        VariationFields.read(fields).ifPresent(settings::setVariation);
        fields.choice("priority", List.of(INTERACTIVE, BULK))
                .map(priority -> priority.equals(BULK) ? Priority.BULK : Priority.INTERACTIVE)
                .ifPresent(settings::setPriority);
        fields.integer("preview_every", 1, MAX_STEPS).map(Math::toIntExact).ifPresent(settings::setPreviewEvery);
        return settings.build();
    }

    /** SHA-256 over what was asked: the same for two bodies that differ in spacing or the order of fields only. */
    String digest() {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            for (var field :
                    List.of(Optional.of(prompt), negativePrompt, model, n, seed, steps, solver, guidanceScale, eta)) {
                // The length in front keeps one field's end from being read as the next one's start.
                String text = field.map(Object::toString).orElse("");
                sha256.update("%b %d %s\n"
                        .formatted(field.isPresent(), text.length(), text)
                        .getBytes(UTF_8));
            }
            // Nothing for a request without them, so that it keeps the digest it had before there were any.
            sha256.update(settings.toByteArray());
            webhook.ifPresent(told -> {
                sha256.update("webhook\n".getBytes(UTF_8));
                sha256.update(told.toByteArray());
            });
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
