package io.unstir.local.command;

import io.unstir.local.Console;
import io.unstir.local.LocalFailure;
import io.unstir.local.Progress;
import io.unstir.local.api.Gateway;
import io.unstir.local.api.Job;
import io.unstir.local.api.JobRequest;
import io.unstir.local.data.AtomicFile;
import io.unstir.local.data.DataFolder;
import io.unstir.local.image.ContactSheet;
import io.unstir.local.image.Scale;
import io.unstir.local.json.Json;
import io.unstir.local.system.Installation;
import io.unstir.local.system.UsedSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Prompts in, images out: on the system that runs, or on one that starts and stops for this command. */
@Command(
        name = "generate",
        description = "Make images of a prompt. Uses the running system, or starts one and stops it afterwards.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  unstir generate \"a smiling face with sunglasses\" -o face.png",
            "  unstir generate \"red apple\" -n 4 --seed 7 --steps 50 --grid apples.png",
            "  unstir generate --prompts prompts.txt --seed 1 --grid grid.png --columns 6 --scale 3",
            "  unstir generate \"a cat\" --json",
            "",
            "From an image to another (img2img), a part of it anew (inpaint), more around it (outpaint):",
            "  unstir generate \"a green apple\" --init apple.png --strength 0.6 -o green.png",
            "  unstir generate \"sunglasses\" --init face.png --mask eyes.png --resample 5:10 -o cool.png",
            "  unstir generate \"a house in a garden\" --init house.png --outpaint 16,0,16,0 -o garden.png",
            "",
            "Other ways and near neighbours:",
            "  unstir generate \"red apple\" --solver dpm++2m --spacing karras --steps 15",
            "  unstir generate \"red apple\" --vary 7 --vary-strength 0.2 -n 6 --grid apples.png"
        })
final class GenerateCommand implements Callable<Integer> {
    @ParentCommand
    UnstirCommand parent;

    @Spec
    CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "PROMPT", description = "What the image should show.")
    String prompt;

    @Option(names = "--prompts", paramLabel = "FILE", description = "A file of prompts, one a line, one job each.")
    Path prompts;

    @Mixin
    SamplingOptions sampling;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = {
                "The PNG; FILE-0.png, FILE-1.png, ... when there are several.",
                "Default: made of prompt and seed; none with --grid."
            })
    Path output;

    @Option(names = "--grid", paramLabel = "FILE", description = "Put all images on one sheet, with their prompts.")
    Path grid;

    @Option(names = "--columns", paramLabel = "N", description = "Images in a row of the sheet (default: 6).")
    int columns = 6;

    @Option(
            names = "--scale",
            paramLabel = "N",
            description = "Draw each pixel as N x N pixels (default: 1; on a sheet 3).")
    Integer scale;

    private final Console console;

    GenerateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        List<String> wanted = wantedPrompts();
        requirePositive("--columns", columns);
        requirePositive("--scale", scale == null ? 1 : scale);
        ImageFiles files = sampling.image.files();
        Instant begin = Instant.now();
        DataFolder data = parent.global.dataFolder();
        try (var system = UsedSystem.open(data, parent.global.ports(), "generate", console)) {
            Gateway gateway = system.gateway();
            if (system.isFresh()) {
                new WantedModel(Optional.ofNullable(sampling.model), gateway)
                        .await(Installation.find(), console, data.log("trainer"));
            }
            var progress = new Progress(console);
            List<Job> jobs = sample(gateway, system, wanted, files, progress);
            report(results(gateway, wanted, jobs), jobs, progress.elapsed(), begin);
            return jobs.stream().allMatch(Job::hasSucceeded) ? UnstirCommand.DONE : UnstirCommand.FAILED;
        }
    }

    private List<Job> sample(
            Gateway gateway, UsedSystem system, List<String> wanted, ImageFiles files, Progress progress) {
        Map<String, Object> settings = sampling.settings();
        settings.putAll(files.upload(gateway));
        try (var open = new OpenJobs(gateway, console)) {
            system.atSignal(open::close);
            List<Job> submitted = wanted.stream()
                    .map(each -> open.submit(new JobRequest(each, settings)))
                    .toList();
            return new JobWatch(gateway, open, progress).untilDone(submitted);
        }
    }

    /** One image with what made it. */
    private record Result(Job job, String prompt, Job.Image image, byte[] png, Optional<Path> file) {}

    private List<String> wantedPrompts() throws IOException {
        if ((prompt == null) == (prompts == null)) {
            throw new ParameterException(spec.commandLine(), "give either a PROMPT or --prompts FILE");
        }
        if (prompt != null) {
            return List.of(prompt);
        }
        if (!Files.isReadable(prompts)) {
            throw new LocalFailure("--prompts file " + prompts + " is not there or not readable");
        }
        List<String> lines = Files.readAllLines(prompts).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        if (lines.isEmpty()) {
            throw new LocalFailure("--prompts file " + prompts + " holds no prompt");
        }
        return lines;
    }

    private void requirePositive(String option, int value) {
        if (value < 1 || value > 64) {
            throw new ParameterException(spec.commandLine(), option + " is " + value + ", it must be from 1 to 64");
        }
    }

    private List<Result> results(Gateway gateway, List<String> wanted, List<Job> jobs) throws IOException {
        var files = new OutputFiles(Optional.ofNullable(output));
        int all = jobs.stream().mapToInt(job -> job.images().size()).sum();
        var results = new ArrayList<Result>();
        for (int i = 0; i < jobs.size(); i++) {
            for (Job.Image image : jobs.get(i).images()) {
                byte[] png = Digest.require(image.sha256(), gateway.image(image.url()));
                Optional<Path> file = grid != null && output == null
                        ? Optional.empty()
                        : Optional.of(files.of(wanted.get(i), image.seed(), image.index(), results.size(), all));
                if (file.isPresent()) {
                    write(file.get(), Scale.png(png, scale == null ? 1 : scale));
                }
                results.add(new Result(jobs.get(i), wanted.get(i), image, png, file));
            }
        }
        if (grid != null && !results.isEmpty()) {
            write(
                    grid,
                    new ContactSheet(columns, scale == null ? 3 : scale)
                            .png(results.stream()
                                    .map(result -> new ContactSheet.Cell(result.png(), result.prompt()))
                                    .toList()));
        }
        return results;
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

    private void report(List<Result> results, List<Job> jobs, Duration sampled, Instant begin) {
        jobs.stream()
                .filter(job -> !job.hasSucceeded())
                .forEach(job -> console.note("unstir: job " + job.id() + " " + job.status()
                        + job.error().map(why -> ": " + why).orElse("")));
        double seconds = Duration.between(begin, Instant.now()).toMillis() / 1e3;
        if (parent.global.json) {
            console.print(Json.pretty(document(results, jobs, sampled, seconds)));
            return;
        }
        for (Result result : results) {
            console.print(
                    "job " + result.job().id() + "  sha256 " + result.image().sha256()
                            + result.file().map(file -> "  " + file).orElse(""));
        }
        if (grid != null && !results.isEmpty()) {
            console.print("sheet " + grid);
        }
        console.print(String.format(
                Locale.ROOT,
                "%d %s in %.1f s, of which %.1f s sampling",
                results.size(),
                results.size() == 1 ? "image" : "images",
                seconds,
                sampled.toMillis() / 1e3));
    }

    private Map<String, Object> document(List<Result> results, List<Job> jobs, Duration sampled, double seconds) {
        var document = new LinkedHashMap<String, Object>();
        document.put("jobs", jobs.stream().map(job -> document(job, results)).toList());
        if (grid != null) {
            document.put("grid", grid.toString());
        }
        document.put("sampling_seconds", sampled.toMillis() / 1e3);
        document.put("seconds", seconds);
        return document;
    }

    private static Map<String, Object> document(Job job, List<Result> results) {
        var document = new LinkedHashMap<String, Object>();
        document.put("id", job.id());
        document.put("status", job.status());
        job.model().ifPresent(model -> document.put("model", model));
        job.error().ifPresent(error -> document.put("error", error));
        document.put(
                "images",
                results.stream()
                        .filter(result -> result.job() == job)
                        .map(result -> {
                            var image = new LinkedHashMap<String, Object>();
                            image.put("index", result.image().index());
                            image.put("seed", result.image().seed());
                            image.put("sha256", result.image().sha256());
                            result.file().ifPresent(file -> image.put("file", file.toString()));
                            return image;
                        })
                        .toList());
        return document;
    }
}
