package io.unstir.local.command;

import io.unstir.local.Console;
import io.unstir.local.json.Json;
import io.unstir.local.system.UsedSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Tells where an image comes from. */
@Command(
        name = "lineage",
        description = {
            "Show what an image was made from: its job, checkpoint, training and data set.",
            "A PNG that left the system says itself which image it is, also where no system runs.",
            "With --forward the other way round: which images came of a data set, training, checkpoint or image."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  unstir lineage face.png",
            "  unstir lineage 5f0c7d…(64 digits) --json         all that is known of each, as a graph",
            "  unstir lineage --forward 9a41b2…(64 digits)      what to recall when a data set is found to be bad"
        })
final class LineageCommand implements Callable<Integer> {
    @ParentCommand
    UnstirCommand parent;

    @Parameters(
            paramLabel = "SHA256|FILE",
            description =
                    "The image's digest as generate prints it, or its PNG; with --forward any digest, or a training's id.")
    String image;

    @Option(names = "--forward", description = "List the images that came of it, newest first.")
    boolean forward;

    private final Console console;

    LineageCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        return forward ? forward() : back();
    }

    private int forward() {
        var gateway = UsedSystem.running(parent.global.dataFolder(), console);
        String cause = Files.isRegularFile(Path.of(image)) ? ImageName.sha256(image) : image;
        var images = new ArrayList<Map<String, Object>>();
        Optional<String> cursor = Optional.empty();
        do {
            var page = gateway.cameOf(cause, cursor);
            images.addAll(Json.objects(page, "images"));
            cursor = Json.text(page, "next_cursor");
        } while (cursor.isPresent());
        if (parent.global.json) {
            console.print(Json.pretty(Map.of("images", images)));
        } else {
            images.forEach(made -> console.print("%s  %s  \"%s\""
                    .formatted(
                            Json.text(made, "sha256").orElse("?"),
                            Json.text(made, "model").orElse("?"),
                            Json.text(made, "prompt").orElse(""))));
        }
        return UnstirCommand.DONE;
    }

    private int back() {
        var file = LabelledFile.read(image);
        return file.isPresent() ? ofFile(file.get()) : ofDigest();
    }

    private int ofFile(LabelledFile file) {
        var lineage = FileLineage.of(file, UsedSystem.find(parent.global.dataFolder(), console), console);
        if (parent.global.json) {
            console.print(Json.pretty(lineage.document()));
        } else {
            lineage.lines().forEach(console::print);
        }
        return UnstirCommand.DONE;
    }

    private int ofDigest() {
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
