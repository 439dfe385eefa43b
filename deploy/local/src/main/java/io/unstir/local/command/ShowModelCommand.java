package io.unstir.local.command;

import io.unstir.local.Console;
import io.unstir.local.json.Json;
import io.unstir.local.system.UsedSystem;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tells all that the registry says of one model. */
@Command(
        name = "show",
        description = "Show a model of the running system.",
        footerHeading = "%nExamples:%n",
        footer = {"  unstir models show emoji", "  unstir models show emoji@1 --json"})
final class ShowModelCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL", description = "emoji or emoji@latest for its newest version, or emoji@1.")
    String model;

    private final UnstirCommand root;
    private final Console console;

    ShowModelCommand(UnstirCommand root, Console console) {
        this.root = root;
        this.console = console;
    }

    @Override
    public Integer call() {
        Map<String, Object> found =
                UsedSystem.running(root.global.dataFolder(), console).model(model);
        if (root.global.json) {
            console.print(Json.pretty(found));
        } else {
            new Indented(console).print(found);
        }
        return UnstirCommand.DONE;
    }
}
