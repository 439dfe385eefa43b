package io.unstir.local.command;

import io.unstir.local.Console;
import io.unstir.local.json.Json;
import io.unstir.local.system.UsedSystem;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Lists the published models. */
@Command(
        name = "models",
        description = "List the models of the running system, show one, or take one out of use.",
        synopsisSubcommandLabel = "[VERB]",
        commandListHeading = "%nVerbs:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  unstir models",
            "  unstir models --json",
            "  unstir models show emoji@latest",
            "  unstir models retire emoji@1 --reason \"emoji@2 is better\""
        })
final class ModelsCommand implements Callable<Integer> {
    private static final String ROW = "%-20s %-12s %-5s %-22s %s";

    @ParentCommand
    UnstirCommand parent;

    private final Console console;

    ModelsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<Map<String, Object>> models =
                UsedSystem.running(parent.global.dataFolder(), console).models();
        if (parent.global.json) {
            console.print(Json.pretty(Map.of("models", models)));
        } else if (models.isEmpty()) {
            console.print("no model is published yet");
        } else {
            console.print(String.format(Locale.ROOT, ROW, "MODEL", "SAMPLE", "TEXT", "PUBLISHED", "DIGEST"));
            models.forEach(model -> console.print(row(model)));
        }
        return UnstirCommand.DONE;
    }

    private static String row(Map<String, Object> model) {
        String sample = Json.object(model, "sample")
                .map(shape -> shape.get("width") + "x" + shape.get("height") + "x" + shape.get("channels"))
                .orElse("");
        return String.format(
                Locale.ROOT,
                ROW,
                Json.text(model, "id").orElse("?"),
                sample,
                Boolean.TRUE.equals(model.get("text")) ? "yes" : "no",
                Json.text(model, "published_at")
                        .map(at -> at.replaceFirst("\\.\\d+Z$", "Z"))
                        .orElse(""),
                Json.text(model, "digest").orElse(""));
    }
}
