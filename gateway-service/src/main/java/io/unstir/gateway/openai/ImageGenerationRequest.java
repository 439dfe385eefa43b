package io.unstir.gateway.openai;

import io.unstir.gateway.body.Fields;
import io.unstir.gateway.body.TextLimit;
import io.unstir.gateway.jobs.JobRequest;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A request in OpenAI's words as a job in ours.
 *
 * @param format which of the two the client wants of each image; empty: both
 * @param sized whether width and height were said by {@code size}
 */
record ImageGenerationRequest(JobRequest job, Optional<Format> format, boolean sized) {
    private static final Pattern SIZE = Pattern.compile("auto|\\d{1,5}x\\d{1,5}");
    private static final String SIZE_LIMIT = "auto, or WIDTHxHEIGHT such as 64x64";
    private static final String AUTO = "auto";
    private static final TextLimit USER = TextLimit.characters(0, 512);

    /** What OpenAI's own models are asked for, the smallest of them larger than a small model's largest image. */
    private static final Set<String> THEIR_SIZES =
            Set.of("256x256", "512x512", "1024x1024", "1792x1024", "1024x1792", "1536x1024", "1024x1536");

    enum Format {
        URL,
        B64_JSON
    }

    /** @param standIns names of models that mean the default one */
    static ImageGenerationRequest read(Fields fields, Collection<String> standIns) {
        withoutEffect(fields);
        fields.choice("background", List.of(AUTO, "opaque"));
        fields.choice("output_format", List.of("png"));
        fields.integer("output_compression", 100, 100);
        fields.integer("partial_images", 0, 0);
        fields.constant("stream", false, "false; watch the job's events instead");
        var format = fields.choice("response_format", List.of("url", "b64_json"))
                .map(name -> name.equals("url") ? Format.URL : Format.B64_JSON);
        var size = fields.matching("size", SIZE, SIZE_LIMIT).filter(text -> !text.equals(AUTO));
        if (size.isPresent() && fields.gives("width", "height")) {
            fields.complain("size", "given without width and height", "size says what width and height say");
        }
        var job = JobRequest.read(fields);
        if (job.model().filter(standIns::contains).isPresent()) {
            size = size.filter(text -> !THEIR_SIZES.contains(text));
            job = job.withDefaultModel();
        }
        return new ImageGenerationRequest(size.isPresent() ? sized(job, size.get()) : job, format, size.isPresent());
    }

    /** For models that know better, but no reason to refuse the request. */
    private static void withoutEffect(Fields fields) {
        fields.choice("quality", List.of(AUTO, "low", "medium", "high", "standard", "hd"));
        fields.choice("style", List.of("vivid", "natural"));
        fields.choice("moderation", List.of(AUTO, "low"));
        fields.text("user", USER);
    }

    private static JobRequest sized(JobRequest job, String size) {
        int cross = size.indexOf('x');
        return job.withCanvas(Integer.parseInt(size.substring(0, cross)), Integer.parseInt(size.substring(cross + 1)));
    }

    boolean wants(Format other) {
        return format.isEmpty() || format.get() == other;
    }
}
