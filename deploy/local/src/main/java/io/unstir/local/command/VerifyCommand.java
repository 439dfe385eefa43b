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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Has an image made again and compares the bytes. */
@Command(
        name = "verify",
        description = {
            "Make an image again from its lineage and compare the bytes.",
            "Exit code 0 when they are equal, 1 when they are not or it could not be made."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  unstir verify face.png", "  unstir verify 5f0c7d…(64 digits) --json"})
final class VerifyCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long POLL_MS = 60;

    @ParentCommand
    UnstirCommand parent;

    @Parameters(paramLabel = "SHA256|FILE", description = "The image's digest as generate prints it, or its PNG.")
    String image;

    private final Console console;

    VerifyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
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
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                progress.abandon();
                                open.close();
                            },
                            "at-signal"));
            var job = open.waitFor(gateway.job(started.job()));
            new JobWatch(gateway, new Audience(open::saw, Optional.empty(), Optional.empty()), view)
                    .untilDone(List.of(job));
        }
        return started;
    }

    /** The job's events come before storage has its image. */
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
        return now;
    }

    private static String text(String sha256, Verification verification) {
        return switch (verification.outcome()) {
            case "equal" -> "equal: job " + verification.job() + " made " + sha256 + " again";
            case "different" ->
                "different: job " + verification.job() + " made "
                        + verification.text("actual").orElse("?") + ", not " + sha256
                        + verification
                                .text("original_device_class")
                                .filter(device -> !Optional.of(device).equals(verification.text("actual_device_class")))
                                .map(device -> "; the first was made on " + device + ", this one on "
                                        + verification
                                                .text("actual_device_class")
                                                .orElse("?"))
                                .orElse("");
            default ->
                verification.outcome() + ": job " + verification.job() + " "
                        + verification.text("status").orElse("ended")
                        + verification.text("error").map(why -> ": " + why).orElse("");
        };
    }
}
