package io.unstir.local.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.unstir.local.LocalFailure;
import io.unstir.local.api.Digest;
import io.unstir.local.api.Gateway;
import io.unstir.local.api.Job;
import io.unstir.local.data.AtomicFile;
import io.unstir.local.image.ContactSheet;
import io.unstir.local.image.PngChunks;
import io.unstir.local.image.Scale;
import io.unstir.local.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fetches what jobs made and writes it to files: each image, the sheet, the animation. */
record Deliverer(Gateway gateway, OutputOptions options, Optional<Frames> frames) {

    /** @param prompts of the jobs, in their order */
    List<MadeImage> deliver(List<String> prompts, List<Job> jobs) throws IOException {
        List<MadeImage> images = images(prompts, jobs);
        if (options.sidecar) {
            writeSidecars(images);
        }
        if (options.grid != null && !images.isEmpty()) {
            write(options.grid, sheet(images));
        }
        if (frames.isPresent() && !images.isEmpty()) {
            write(options.gif, new Animation(images, frames.get(), options).gif());
        }
        return images;
    }

    private List<MadeImage> images(List<String> prompts, List<Job> jobs) throws IOException {
        var files = new OutputFiles(Optional.ofNullable(options.output));
        int all = jobs.stream().mapToInt(job -> job.images().size()).sum();
        var made = new ArrayList<MadeImage>();
        for (int i = 0; i < jobs.size(); i++) {
            for (Job.Image image : jobs.get(i).images()) {
                byte[] copy = options.single() ? gateway.copy(image.url()) : gateway.image(image.url());
                byte[] png = Digest.require(image.sha256(), PngChunks.withoutTexts(copy));
                Optional<Path> file = options.single()
                        ? Optional.of(files.of(prompts.get(i), image.seed(), image.index(), made.size(), all))
                        : Optional.empty();
                if (file.isPresent()) {
                    write(file.get(), PngChunks.withTextsOf(copy, Scale.png(png, options.scaleOfOne())));
                }
                made.add(new MadeImage(jobs.get(i), prompts.get(i), image, png, file));
            }
        }
        return made;
    }

    private void writeSidecars(List<MadeImage> images) {
        Map<String, Map<String, Object>> jobs = new HashMap<>();
        for (MadeImage made : images) {
            var job = jobs.computeIfAbsent(made.job().id(), gateway::jobDocument);
            made.file().ifPresent(file -> {
                var sidecar = new Sidecar(file, made.image(), job);
                write(sidecar.place(), (Json.pretty(sidecar.document()) + "\n").getBytes(UTF_8));
            });
        }
    }

    private byte[] sheet(List<MadeImage> images) throws IOException {
        long prompts = images.stream().map(MadeImage::prompt).distinct().count();
        List<ContactSheet.Cell> cells = images.stream()
                .map(made -> new ContactSheet.Cell(made.png(), caption(made, prompts > 1)))
                .toList();
        return new ContactSheet(options.columnsOf(cells.size()), options.scaleOfMany()).png(cells);
    }

    /** What tells an image from the others on the sheet, and makes it again: the prompt, or else its seed and place. */
    private static String caption(MadeImage made, boolean byPrompt) {
        return byPrompt
                ? made.prompt()
                : "seed " + made.image().seed() + " · " + made.image().index();
    }

    private static void write(Path file, byte[] bytes) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            AtomicFile.write(file, bytes);
        } catch (IOException e) {
            throw new LocalFailure("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
