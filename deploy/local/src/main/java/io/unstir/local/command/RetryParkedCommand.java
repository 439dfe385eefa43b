package io.unstir.local.command;

import io.unstir.local.Console;
import io.unstir.local.api.Gateway;
import io.unstir.local.system.UsedSystem;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Submits parked jobs again. */
@Command(
        name = "retry",
        description = {
            "Submit parked jobs again, each as a new job with the same request, once what broke them is mended.",
            "The parked job stays failed and leaves the list. Retrying again makes no second new job.",
            "Exit code 1 where one is not parked or is no job that could be submitted."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  unstir parked retry 01a20786-9b25-7394-aa21-0c8e53b2f89c", "  unstir parked retry --all"})
final class RetryParkedCommand implements Callable<Integer> {
    @Mixin
    ParkedSelection selection;

    private final UnstirCommand root;
    private final Console console;

    RetryParkedCommand(UnstirCommand root, Console console) {
        this.root = root;
        this.console = console;
    }

    @Override
    public Integer call() {
        selection.require();
        Gateway gateway = UsedSystem.running(root.global.dataFolder(), console);
        return new ParkedWork(console, root.global.json, "retried")
                .each(selection.ids(gateway), gateway::retryParked, RetryParkedCommand::line);
    }

    private static String line(Object answer) {
        return answer instanceof Map<?, ?> retried
                ? "job %s is submitted again as %s".formatted(retried.get("id"), retried.get("job"))
                : "?";
    }
}
