package io.unstir.local.command;

import io.unstir.local.Console;
import io.unstir.local.api.ParkedList;
import io.unstir.local.json.Json;
import io.unstir.local.system.UsedSystem;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists parked jobs, those parked last first. */
@Command(
        name = "list",
        description = "List the parked jobs of all tenants, those parked last first.",
        footerHeading = "%nExamples:%n",
        footer = {"  unstir parked list", "  unstir parked list --limit 100 --json"})
final class ListParkedCommand implements Callable<Integer> {
    private static final String ROW = "%-36s  %-12s %-15s %5s  %-20s  %-24s  %s";

    @Option(names = "--limit", paramLabel = "N", description = "How many at most, 1 to 100 (default: 20).")
    Integer limit;

    @Option(names = "--cursor", paramLabel = "CURSOR", description = "Go on where the page before said.")
    String cursor;

    private final UnstirCommand root;
    private final Console console;

    ListParkedCommand(UnstirCommand root, Console console) {
        this.root = root;
        this.console = console;
    }

    @Override
    public Integer call() {
        ParkedList page = UsedSystem.running(root.global.dataFolder(), console).parked(filters());
        if (root.global.json) {
            console.print(Json.pretty(page.document()));
            return UnstirCommand.DONE;
        }
        if (page.jobs().isEmpty()) {
            console.print("no job is parked");
            return UnstirCommand.DONE;
        }
        console.print(String.format(Locale.ROOT, ROW, "JOB", "TENANT", "CAUSE", "TAKEN", "PARKED", "STOOD AT", "WHY"));
        page.jobs().forEach(job -> console.print(row(job)));
        page.nextCursor().ifPresent(next -> console.note("more: unstir parked list --cursor " + next));
        return UnstirCommand.DONE;
    }

    private Map<String, Object> filters() {
        var filters = new LinkedHashMap<String, Object>();
        SamplingOptions.putIfGiven(filters, "limit", limit);
        SamplingOptions.putIfGiven(filters, "cursor", cursor);
        return filters;
    }

    private static String row(Map<String, Object> job) {
        Map<String, Object> error = Json.object(job, "error").orElse(Map.of());
        Map<String, Object> source = Json.object(job, "source").orElse(Map.of());
        return String.format(
                        Locale.ROOT,
                        ROW,
                        Json.text(job, "id").orElse("?"),
                        Json.text(job, "tenant").orElse("?"),
                        Json.text(error, "code").orElse("?"),
                        Json.text(job, "delivery_count").orElse(""),
                        Json.text(job, "parked_at")
                                .map(at -> at.replaceFirst("\\.\\d+Z$", "Z"))
                                .orElse(""),
                        "%s:%s:%s".formatted(source.get("topic"), source.get("partition"), source.get("offset")),
                        Json.text(error, "message").orElse(""))
                .stripTrailing();
    }
}
