package io.unstir.local.command;

import io.unstir.local.Console;
import io.unstir.local.data.DataFolder;
import io.unstir.local.json.Json;
import io.unstir.local.system.KeptSystem;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Stops what runs on the data folder, whoever started it. */
@Command(
        name = "down",
        description = "Stop everything that runs on the data folder, and wait until it is gone.",
        footerHeading = "%nExamples:%n",
        footer = {"  unstir down", "  unstir --data /big/disk/unstir down"})
final class DownCommand implements Callable<Integer> {
    @ParentCommand
    UnstirCommand parent;

    private final Console console;

    DownCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        DataFolder data = parent.global.dataFolder();
        boolean stopped = new KeptSystem(data).stop(console);
        if (parent.global.json) {
            console.print(Json.pretty(Map.of("stopped", stopped)));
        } else {
            console.print(stopped ? "Unstir is stopped" : "nothing runs on data folder " + data.root());
        }
        return UnstirCommand.DONE;
    }
}
