package io.unstir.local.command;

import io.unstir.local.Console;
import io.unstir.local.api.Job;
import io.unstir.local.json.Json;
import io.unstir.local.system.UsedSystem;
import java.util.LinkedHashMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Asks the running system to let go of a job. */
@Command(
        name = "cancel",
        description = {
            "Cancel a job that waits or is being sampled.",
            "Exit code 0 when it will be or is canceled, 1 when it has ended otherwise."
        },
        footerHeading = "%nExamples:%n",
        footer = "  unstir cancel 01a20786-9b25-7394-aa21-0c8e53b2f89c")
final class CancelCommand implements Callable<Integer> {
    @ParentCommand
    UnstirCommand parent;

    @Parameters(paramLabel = "JOB_ID", description = "As generate prints it.")
    UUID id;

    private final Console console;

    CancelCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Job job = UsedSystem.running(parent.global.dataFolder(), console).cancel(id.toString());
        if (parent.global.json) {
            var document = new LinkedHashMap<String, Object>();
            document.put("id", job.id());
            document.put("status", job.status());
            console.print(Json.pretty(document));
        } else {
            console.print("job " + job.id() + (job.isDone() ? " has " + ended(job) : " will be canceled"));
        }
        return job.isDone() && !job.isCanceled() ? UnstirCommand.FAILED : UnstirCommand.DONE;
    }

    private static String ended(Job job) {
        return job.isCanceled() ? "been canceled" : job.status() + " before";
    }
}
