package io.unstir.local.command;

import io.unstir.local.Console;
import io.unstir.local.api.Gateway;
import io.unstir.local.json.Json;
import io.unstir.local.system.UsedSystem;
import java.util.LinkedHashMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Asks the running system to let go of a job or a training. */
@Command(
        name = "cancel",
        description = {
            "Cancel a job that waits or is being sampled, or a training.",
            "Exit code 0 when it will be or is canceled, 1 when it has ended otherwise."
        },
        footerHeading = "%nExamples:%n",
        footer = "  unstir cancel 01a20786-9b25-7394-aa21-0c8e53b2f89c")
final class CancelCommand implements Callable<Integer> {
    @ParentCommand
    UnstirCommand parent;

    @Parameters(paramLabel = "ID", description = "Of a job or a training, as generate and train print it.")
    UUID id;

    private final Console console;

    CancelCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        Gateway gateway = UsedSystem.running(parent.global.dataFolder(), console);
        return EitherWay.jobOrTraining(
                () -> {
                    var job = gateway.cancel(id.toString());
                    return tell("job", job.status(), job.isDone());
                },
                () -> {
                    var training = gateway.cancelTraining(id.toString());
                    return tell("training", training.status(), training.isDone());
                });
    }

    private int tell(String what, String status, boolean done) {
        boolean canceled = status.equals("canceled");
        if (parent.global.json) {
            var document = new LinkedHashMap<String, Object>();
            document.put("id", id.toString());
            document.put("status", status);
            console.print(Json.pretty(document));
        } else {
            String ended = canceled ? "been canceled" : status + " before";
            console.print(what + " " + id + (done ? " has " + ended : " will be canceled"));
        }
        return done && !canceled ? UnstirCommand.FAILED : UnstirCommand.DONE;
    }
}
