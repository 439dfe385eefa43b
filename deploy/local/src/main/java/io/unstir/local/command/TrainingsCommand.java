package io.unstir.local.command;

import io.unstir.local.Console;
import io.unstir.local.api.TrainingList;
import io.unstir.local.json.Json;
import io.unstir.local.system.UsedSystem;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Lists trainings. */
@Command(
        name = "trainings",
        description = "List the trainings of the running system, newest first.",
        footerHeading = "%nExamples:%n",
        footer = {"  unstir trainings", "  unstir trainings --limit 5 --json"})
final class TrainingsCommand implements Callable<Integer> {
    private static final String ROW = "%-36s %-10s %-16s %-16s %-8s %s";

    @ParentCommand
    UnstirCommand parent;

    @Option(names = "--limit", paramLabel = "N", description = "How many at most, 1 to 100 (default: 20).")
    Integer limit;

    @Option(names = "--cursor", paramLabel = "CURSOR", description = "Go on where the page before said.")
    String cursor;

    private final Console console;

    TrainingsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        var filters = new LinkedHashMap<String, Object>();
        SamplingOptions.putIfGiven(filters, "limit", limit);
        SamplingOptions.putIfGiven(filters, "cursor", cursor);
        TrainingList page =
                UsedSystem.running(parent.global.dataFolder(), console).trainings(filters);
        if (parent.global.json) {
            console.print(Json.pretty(page.document()));
            return UnstirCommand.DONE;
        }
        if (page.trainings().isEmpty()) {
            console.print("nothing was trained here yet");
            return UnstirCommand.DONE;
        }
        console.print(String.format(Locale.ROOT, ROW, "TRAINING", "STATUS", "MODEL", "STEP", "LOSS", "ASKED FOR"));
        page.trainings().forEach(training -> console.print(row(training)));
        page.nextCursor().ifPresent(next -> console.note("more: unstir trainings --cursor " + next));
        return UnstirCommand.DONE;
    }

    private static String row(Map<String, Object> training) {
        return String.format(
                        Locale.ROOT,
                        ROW,
                        Json.text(training, "id").orElse("?"),
                        Json.text(training, "status").orElse("?"),
                        Json.text(training, "model").orElse(""),
                        Json.number(training, "total_steps")
                                .filter(total -> total.longValue() > 0)
                                .map(total -> Json.number(training, "step").orElse(0) + " of " + total)
                                .orElse(""),
                        Json.number(training, "loss")
                                .map(loss -> String.format(Locale.ROOT, "%.4f", loss.doubleValue()))
                                .orElse(""),
                        Json.text(training, "created_at")
                                .map(at -> at.replaceFirst("\\.\\d+Z$", "Z"))
                                .orElse(""))
                .stripTrailing();
    }
}
