package io.unstir.local.command;

import io.unstir.local.Console;
import io.unstir.local.Progress;
import io.unstir.local.api.Gateway;
import io.unstir.local.api.Job;
import io.unstir.local.json.Json;
import io.unstir.local.system.UsedSystem;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Follows a job or a training that somebody else waits for, or nobody. */
@Command(
        name = "watch",
        description = {
            "Follow a job or a training to its end. Ctrl-C ends the watching and leaves it alone.",
            "Exit code 0 when it succeeds, 1 when it fails or is canceled."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  unstir watch 01a20786-9b25-7394-aa21-0c8e53b2f89c",
            "  unstir watch 01a20786-9b25-7394-aa21-0c8e53b2f89c --preview blocks",
            "  unstir watch 01a20786-9b25-7394-aa21-0c8e53b2f89c --json        the job's document at its end"
        })
final class WatchCommand implements Callable<Integer> {
    @ParentCommand
    UnstirCommand parent;

    @Parameters(paramLabel = "ID", description = "Of a job or a training, as generate, jobs and train print it.")
    UUID id;

    @Mixin
    PreviewOptions preview;

    private final Console console;

    WatchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        Gateway gateway = UsedSystem.running(parent.global.dataFolder(), console);
        return EitherWay.jobOrTraining(
                () -> tell(gateway, watched(gateway, gateway.job(id.toString()))),
                () -> new TrainingEnd(console, parent.global.json)
                        .tell(new TrainingWatch(gateway, console).untilDone(gateway.training(id.toString()))));
    }

    private int tell(Gateway gateway, Job job) {
        if (parent.global.json) {
            console.print(Json.pretty(gateway.jobDocument(job.id())));
        } else {
            job.images()
                    .forEach(image -> console.print("image " + image.index() + "  sha256 " + image.sha256() + "  "
                            + gateway.root().resolve(image.url())));
            console.print("job " + job.id() + " " + job.status()
                    + job.error().map(why -> ": " + why).orElse(""));
        }
        return job.hasSucceeded() ? UnstirCommand.DONE : UnstirCommand.FAILED;
    }

    private Job watched(Gateway gateway, Job job) {
        var progress = new Progress(console);
        var live = preview.on(progress, console);
        var pictures = new Pictures(gateway);
        Runtime.getRuntime().addShutdownHook(new Thread(progress::abandon, "leave-terminal"));
        try (var view = new JobView(progress, live, pictures, job.imagesWanted())) {
            var audience = new Audience(_ -> {}, live.map(_ -> pictures), Optional.empty());
            return new JobWatch(gateway, audience, view).untilDone(List.of(job)).getFirst();
        }
    }
}
