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

/** Follows a job that somebody else waits for, or nobody. */
@Command(
        name = "watch",
        description = {
            "Follow a job to its end. Ctrl-C ends the watching and leaves the job alone.",
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

    @Parameters(paramLabel = "JOB_ID", description = "As generate and jobs print it.")
    UUID id;

    @Mixin
    PreviewOptions preview;

    private final Console console;

    WatchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Gateway gateway = UsedSystem.running(parent.global.dataFolder(), console);
        Job job = watched(gateway, gateway.job(id.toString()));
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
