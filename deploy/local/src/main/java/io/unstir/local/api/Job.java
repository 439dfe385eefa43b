package io.unstir.local.api;

import io.unstir.local.json.Json;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A job as the gateway tells it.
 *
 * @param progress from 0 to 1
 * @param imagesWanted how many there will be
 * @param error what failed, where it did
 */
public record Job(
        String id,
        String status,
        Optional<String> model,
        double progress,
        int imagesWanted,
        List<Image> images,
        Optional<String> error) {

    /** One finished image. */
    public record Image(int index, String sha256, String url, long seed) {}

    /** As the job stands after one of its events; those that tell nothing of its state leave it as it is. */
    public Job after(ServerEvent event) {
        return switch (event.name()) {
            case "status" ->
                with(Json.text(event.data(), "status").orElse(status), progress(event.data(), progress), images);
            case "progress" -> with("processing", value(event.data(), progress), images);
            case "image" -> with(status, progress, joined(images, image(event.data())));
            case "done" -> of(event.data());
            default -> this;
        };
    }

    private Job with(String newStatus, double newProgress, List<Image> newImages) {
        return new Job(id, newStatus, model, newProgress, imagesWanted, newImages, error);
    }

    private static List<Image> joined(List<Image> images, Image made) {
        return Stream.concat(images.stream().filter(image -> image.index() != made.index()), Stream.of(made))
                .sorted(Comparator.comparingInt(Image::index))
                .toList();
    }

    private static double progress(Map<String, Object> document, double otherwise) {
        return Json.object(document, "progress")
                .map(progress -> value(progress, otherwise))
                .orElse(otherwise);
    }

    private static double value(Map<String, Object> progress, double otherwise) {
        return Json.number(progress, "value").map(Number::doubleValue).orElse(otherwise);
    }

    static Job of(Map<String, Object> document) {
        return new Job(
                Json.required(document, "id"),
                Json.text(document, "status").orElse("queued"),
                Json.text(document, "model"),
                progress(document, 0),
                Json.object(document, "input")
                        .flatMap(input -> Json.number(input, "n"))
                        .map(Number::intValue)
                        .orElse(1),
                Json.objects(document, "images").stream().map(Job::image).toList(),
                Errors.text(document));
    }

    public boolean isDone() {
        return switch (status) {
            case "succeeded", "failed", "canceled" -> true;
            default -> false;
        };
    }

    public boolean hasSucceeded() {
        return status.equals("succeeded");
    }

    public boolean isCanceled() {
        return status.equals("canceled");
    }

    private static Image image(Map<String, Object> document) {
        String sha256 = Json.required(document, "sha256");
        return new Image(
                Json.number(document, "index").map(Number::intValue).orElse(0),
                sha256,
                Json.text(document, "url").orElse("/v1/images/" + sha256),
                Json.number(document, "seed").map(Number::longValue).orElse(0L));
    }
}
