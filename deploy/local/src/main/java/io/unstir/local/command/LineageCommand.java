package io.unstir.local.command;

import io.unstir.local.Console;
import io.unstir.local.json.Json;
import io.unstir.local.system.UsedSystem;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Tells where an image comes from. */
@Command(
        name = "lineage",
        description = "Show what an image was made from: its job, checkpoint, training and data set.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  unstir lineage face.png",
            "  unstir lineage 5f0c7d…(64 digits) --json         all that is known of each, as a graph"
        })
final class LineageCommand implements Callable<Integer> {
    @ParentCommand
    UnstirCommand parent;

    @Parameters(paramLabel = "SHA256|FILE", description = "The image's digest as generate prints it, or its PNG.")
    String image;

    private final Console console;

    LineageCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        String sha256 = ImageName.sha256(image);
        Map<String, Object> graph =
                UsedSystem.running(parent.global.dataFolder(), console).lineage(sha256);
        if (parent.global.json) {
            console.print(Json.pretty(graph));
        } else {
            LineageTree.of(graph).lines(sha256).forEach(console::print);
        }
        return UnstirCommand.DONE;
    }
}
