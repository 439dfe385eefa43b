package io.unstir.local.command;

import io.unstir.local.Console;
import io.unstir.local.json.Json;
import io.unstir.local.system.UsedSystem;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes a version of a model out of use. */
@Command(
        name = "retire",
        description = "Take a version of a model out of use: no new job can name it, jobs accepted before still run.",
        footerHeading = "%nExamples:%n",
        footer = {"  unstir models retire emoji@1", "  unstir models retire emoji@1 --reason \"emoji@2 is better\""})
final class RetireModelCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL@VERSION", description = "Such as emoji@1.")
    String model;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for whoever asks later.")
    String reason;

    private final UnstirCommand root;
    private final Console console;

    RetireModelCommand(UnstirCommand root, Console console) {
        this.root = root;
        this.console = console;
    }

    @Override
    public Integer call() {
        Map<String, Object> body = reason == null ? Map.of() : Map.of("reason", reason);
        Map<String, Object> retired =
                UsedSystem.running(root.global.dataFolder(), console).retire(model, body);
        console.print(root.global.json ? Json.pretty(retired) : "model " + model + " is retired");
        return UnstirCommand.DONE;
    }
}
