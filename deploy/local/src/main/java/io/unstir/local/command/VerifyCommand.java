package io.unstir.local.command;

import io.unstir.local.Console;
import io.unstir.local.LocalFailure;
import io.unstir.local.Progress;
import io.unstir.local.api.Gateway;
import io.unstir.local.api.Verification;
import io.unstir.local.json.Json;
import io.unstir.local.system.UsedSystem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Has an image, or some at random, made again and compares the bytes. */
@Command(
        name = "verify",
        description = {
            "Make an image again from its lineage and compare the bytes, or with --sample images at random.",
            "Exit code 0 when they are equal, 1 when they are not or it could not be made.",
            "The outcome is recorded: the image's page in the studio and the view dashboards.verifications have it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  unstir verify face.png",
            "  unstir verify 5f0c7d…(64 digits) --json",
            "  unstir verify --sample 100                       is the whole store still true?",
            "  unstir verify --sample 100 --seed 7              the same hundred again"
        })
final class VerifyCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long POLL_MS = 60;
    private static final int MOST_SAMPLED = 1000;
    private static final int MOST_PARALLEL = 64;
    private static final int USUAL_PARALLEL = 8;

    @ParentCommand
    UnstirCommand parent;

    @Spec
    CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "SHA256|FILE",
            description = "The image's digest as generate prints it, or its PNG.")
    String image;

    @Option(
            names = "--sample",
            paramLabel = "N",
            description = "Verify so many images of the store, each as likely as any other, at bulk priority.")
    Integer sample;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Which ones: the same store and seed give the same images (default: any).")
    Long seed;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "How many of them are made at the same time (default: 8).")
    Integer parallel;

    private final Console console;

    VerifyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        requireOneOrMany();
        return sample == null ? one() : many();
    }

    private int many() throws InterruptedException {
        requireRange("--sample", sample, MOST_SAMPLED);
        requireRange("--parallel", parallel, MOST_PARALLEL);
        Gateway gateway = UsedSystem.running(parent.global.dataFolder(), console);
        var drawn = gateway.sample(sample, Optional.ofNullable(seed));
        var progress = new Progress(console);
        try (var open = new OpenJobs(gateway, console)) {
            atSignal(progress, open);
            var verified = new SampleVerification(gateway, open, progress, parallel == null ? USUAL_PARALLEL : parallel)
                    .of(drawn.images());
            var report = new SampleReport(drawn, verified, progress.elapsed());
            if (parent.global.json) {
                console.print(Json.pretty(report.document()));
            } else {
                report.lines().forEach(console::print);
            }
            return report.isAllEqual() ? UnstirCommand.DONE : UnstirCommand.FAILED;
        }
    }

    private void requireOneOrMany() {
        if ((image == null) == (sample == null)) {
            throw new ParameterException(spec.commandLine(), "give either an image, SHA256 or FILE, or --sample N");
        }
        if (sample == null && (seed != null || parallel != null)) {
            throw new ParameterException(spec.commandLine(), "--seed and --parallel go with --sample N");
        }
    }

    private void requireRange(String option, Integer value, int most) {
        if (value != null && (value < 1 || value > most)) {
            throw new ParameterException(
                    spec.commandLine(), option + " is " + value + ", it must be from 1 to " + most);
        }
    }

    private int one() throws InterruptedException {
        String sha256 = ImageName.sha256(image);
        Gateway gateway = UsedSystem.running(parent.global.dataFolder(), console);
        Verification verification = outcome(gateway, made(gateway, gateway.verify(sha256)));
        if (parent.global.json) {
            console.print(Json.pretty(verification.document()));
        } else {
            console.print(text(sha256, verification));
        }
        return verification.isEqual() ? UnstirCommand.DONE : UnstirCommand.FAILED;
    }

    private Verification made(Gateway gateway, Verification started) {
        var progress = new Progress(console);
        try (var open = new OpenJobs(gateway, console);
                var view = new JobView(progress, Optional.empty(), new Pictures(gateway), 1)) {
            atSignal(progress, open);
            var job = open.waitFor(gateway.job(started.job()));
            new JobWatch(gateway, new Audience(open::saw, Optional.empty(), Optional.empty()), view)
                    .untilDone(List.of(job));
        }
        return started;
    }

    private static void atSignal(Progress progress, OpenJobs open) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            progress.abandon();
                            open.close();
                        },
                        "at-signal"));
    }

    /** The job's events come before storage has its image, and its pictures are compared a moment after that. */
    private static Verification outcome(Gateway gateway, Verification started) throws InterruptedException {
        long begin = System.nanoTime();
        Verification now = gateway.refreshed(started);
        while (now.isPending()) {
            if (System.nanoTime() - begin > PATIENCE.toNanos()) {
                throw new LocalFailure("job " + now.job() + " ended, but what it made is not known after "
                        + PATIENCE.toSeconds() + " s");
            }
            Thread.sleep(POLL_MS);
            now = gateway.refreshed(now);
        }
        while (now.isBeingCompared() && System.nanoTime() - begin < PATIENCE.toNanos()) {
            Thread.sleep(POLL_MS);
            now = gateway.refreshed(now);
        }
        return now;
    }

    private static String text(String sha256, Verification verification) {
        return switch (verification.outcome()) {
            case "equal" -> "equal: job " + verification.job() + " made " + sha256 + " again";
            case "different" ->
                "different: job " + verification.job() + " made "
                        + verification.text("actual").orElse("?") + ", not " + sha256 + ". " + verification.report();
            default ->
                verification.outcome() + ": job " + verification.job() + " "
                        + verification.text("status").orElse("ended")
                        + verification.text("error").map(why -> ": " + why).orElse("");
        };
    }
}
