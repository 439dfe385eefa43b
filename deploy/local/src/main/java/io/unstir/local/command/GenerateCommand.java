package io.unstir.local.command;

import io.unstir.local.Console;
import io.unstir.local.LocalFailure;
import io.unstir.local.Progress;
import io.unstir.local.api.Gateway;
import io.unstir.local.api.Job;
import io.unstir.local.api.JobRequest;
import io.unstir.local.data.DataFolder;
import io.unstir.local.system.Installation;
import io.unstir.local.system.UsedSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
            "  unstir generate \"red apple\" -n 9 --seed 7 --grid apples.png",
            "  unstir generate \"red apple\" --seed 7 --gif apple.gif",
            "  unstir generate --prompts prompts.txt --seed 1 --grid grid.png --scale 3",
            "  unstir generate \"a cat\" --json",
            "",
            "From an image to another, a part of it anew, more around it:",
            "  unstir generate \"a green apple\" --init apple.png --strength 0.6 -o green.png",
            "  unstir generate \"sunglasses\" --init face.png --mask eyes.png -o cool.png",
            "  unstir generate \"a garden\" --init house.png --outpaint 16,0,16,0 -o garden.png",
            "",
            "Other ways and near neighbours:",
            "  unstir generate \"red apple\" --solver dpm++2m --spacing karras --steps 15",
            "  unstir generate \"red apple\" --vary 7 --vary-strength 0.2 -n 6 --grid near.png"
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

    @Mixin
    OutputOptions output;

    @Mixin
    PreviewOptions preview;

    private final Console console;

    GenerateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        List<String> wanted = wantedPrompts();
        output.check();
        ImageFiles files = sampling.image.files();
        Instant begin = Instant.now();
        DataFolder data = parent.global.dataFolder();
        try (var system = UsedSystem.open(data, parent.global.ports(), "generate", console)) {
            Gateway gateway = system.gateway();
            if (system.isFresh()) {
                new WantedModel(Optional.ofNullable(sampling.model), gateway)
                        .await(Installation.find(), console, data.log("trainer"));
            }
            var frames = output.gif == null
                    ? Optional.<Frames>empty()
                    : Optional.of(new Frames(sampling.stepsAFrame(), Optional.ofNullable(sampling.steps)));
            var progress = new Progress(console);
            List<Job> jobs = sample(gateway, system, wanted, files, progress, frames);
            Duration sampled = progress.elapsed();
            List<MadeImage> images = new Deliverer(gateway, output, frames).deliver(wanted, jobs);
            new GenerateReport(console, output, frames, sampled, Duration.between(begin, Instant.now()))
                    .tell(jobs, images, parent.global.json);
            return jobs.stream().allMatch(Job::hasSucceeded) ? UnstirCommand.DONE : UnstirCommand.FAILED;
        }
    }

    private List<Job> sample(
            Gateway gateway,
            UsedSystem system,
            List<String> wanted,
            ImageFiles files,
            Progress progress,
            Optional<Frames> frames) {
        Map<String, Object> settings = sampling.settings();
        settings.putAll(files.upload(gateway));
        frames.ifPresent(wantedFrames -> settings.put("preview_every", wantedFrames.every()));
        var live = preview.on(progress, console);
        var pictures = new Pictures(gateway);
        try (var open = new OpenJobs(gateway, console);
                var view = new JobView(progress, live, pictures, wanted.size() * sampling.imagesOfOne())) {
            system.atSignal(() -> {
                progress.abandon();
                open.close();
            });
            List<Job> submitted = wanted.stream()
                    .map(each -> open.submit(new JobRequest(each, settings)))
                    .toList();
            var audience = new Audience(open::saw, live.map(_ -> pictures), frames);
            var watch = new JobWatch(gateway, audience, view);
            List<Job> done = watch.untilDone(submitted);
            frames.ifPresent(found -> new MissingFrames(found, open, watch).fetch(wanted, settings, done));
            return done;
        }
    }

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
}
