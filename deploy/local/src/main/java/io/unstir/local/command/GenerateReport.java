package io.unstir.local.command;

import io.unstir.local.Console;
import io.unstir.local.api.Job;
import io.unstir.local.json.Json;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code generate} tells at its end.
 *
 * @param frames of the animation, where one was wanted
 * @param sampled from the first submission to the last image
 * @param all the whole command
 */
record GenerateReport(Console console, OutputOptions options, Optional<Frames> frames, Duration sampled, Duration all) {

    void tell(List<Job> jobs, List<MadeImage> images, boolean json) {
        jobs.stream()
                .filter(job -> !job.hasSucceeded())
                .forEach(job -> console.note("unstir: job " + job.id() + " " + job.status()
                        + job.error().map(why -> ": " + why).orElse("")));
        int missing = frames.stream()
                .mapToInt(found -> jobs.stream().mapToInt(found::missing).sum())
                .sum();
        if (missing > 0) {
            console.note("unstir: " + missing + " frames did not come; the animation stands still there");
        }
        if (json) {
            console.print(Json.pretty(document(jobs, images, missing)));
        } else {
            print(images);
        }
    }

    private void print(List<MadeImage> images) {
        for (MadeImage made : images) {
            console.print("job " + made.job().id() + "  sha256 " + made.image().sha256()
                    + made.file().map(file -> "  " + file).orElse(""));
        }
        if (options.grid != null && !images.isEmpty()) {
            console.print("sheet " + options.grid);
        }
        if (options.gif != null && !images.isEmpty()) {
            console.print("animation " + options.gif);
        }
        console.print(String.format(
                Locale.ROOT,
                "%d %s in %.1f s, of which %.1f s sampling",
                images.size(),
                images.size() == 1 ? "image" : "images",
                seconds(all),
                seconds(sampled)));
    }

    private Map<String, Object> document(List<Job> jobs, List<MadeImage> images, int missing) {
        var document = new LinkedHashMap<String, Object>();
        document.put("jobs", jobs.stream().map(job -> document(job, images)).toList());
        if (options.grid != null) {
            document.put("grid", options.grid.toString());
        }
        if (options.gif != null) {
            document.put("gif", options.gif.toString());
            document.put("missing_frames", missing);
        }
        document.put("sampling_seconds", seconds(sampled));
        document.put("seconds", seconds(all));
        return document;
    }

    private static Map<String, Object> document(Job job, List<MadeImage> images) {
        var document = new LinkedHashMap<String, Object>();
        document.put("id", job.id());
        document.put("status", job.status());
        job.model().ifPresent(model -> document.put("model", model));
        job.error().ifPresent(error -> document.put("error", error));
        document.put(
                "images",
                images.stream()
                        .filter(made -> made.job() == job)
                        .map(GenerateReport::document)
                        .toList());
        return document;
    }

    private static Map<String, Object> document(MadeImage made) {
        var image = new LinkedHashMap<String, Object>();
        image.put("index", made.image().index());
        image.put("seed", made.image().seed());
        image.put("sha256", made.image().sha256());
        made.file().ifPresent(file -> image.put("file", file.toString()));
        return image;
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }
}
