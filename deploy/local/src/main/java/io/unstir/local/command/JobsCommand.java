package io.unstir.local.command;

import io.unstir.local.Console;
import io.unstir.local.api.JobList;
import io.unstir.local.json.Json;
import io.unstir.local.system.UsedSystem;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Lists jobs, newest first. */
@Command(
        name = "jobs",
        description = "List the jobs of the running system, newest first.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  unstir jobs",
            "  unstir jobs --status processing",
            "  unstir jobs --prompt apple --model emoji --limit 100",
            "  unstir jobs --after 2026-11-23T00:00:00Z --json"
        })
final class JobsCommand implements Callable<Integer> {
    private static final String ROW = "%-36s  %-10s %-12s %3s %5s  %-20s  %s";
    private static final int LONGEST_PROMPT = 60;

    enum Status {
        queued,
        processing,
        succeeded,
        failed,
        canceled
    }

    @ParentCommand
    UnstirCommand parent;

    @Option(names = "--status", paramLabel = "STATUS", description = "Only ${COMPLETION-CANDIDATES}.")
    Status status;

    @Option(names = "--model", paramLabel = "M", description = "Only those of a model: emoji for all its versions.")
    String model;

    @Option(names = "--prompt", paramLabel = "TEXT", description = "Only those whose prompt has words that begin so.")
    String prompt;

    @Option(names = "--after", paramLabel = "TIME", description = "Only those submitted after 2026-11-23T10:00:00Z.")
    String after;

    @Option(names = "--before", paramLabel = "TIME", description = "Only those submitted before this time.")
    String before;

    @Option(names = "--limit", paramLabel = "N", description = "How many at most, 1 to 100 (default: 20).")
    Integer limit;

    @Option(names = "--cursor", paramLabel = "CURSOR", description = "Go on where the page before said.")
    String cursor;

    private final Console console;

    JobsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        JobList page = UsedSystem.running(parent.global.dataFolder(), console).jobs(filters());
        if (parent.global.json) {
            console.print(Json.pretty(page.document()));
            return UnstirCommand.DONE;
        }
        if (page.jobs().isEmpty()) {
            console.print("no such job");
            return UnstirCommand.DONE;
        }
        console.print(String.format(Locale.ROOT, ROW, "JOB", "STATUS", "MODEL", "N", "DONE", "SUBMITTED", "PROMPT"));
        page.jobs().forEach(job -> console.print(row(job)));
        page.nextCursor().ifPresent(next -> console.note("more: unstir jobs --cursor " + next));
        return UnstirCommand.DONE;
    }

    private Map<String, Object> filters() {
        var filters = new LinkedHashMap<String, Object>();
        SamplingOptions.putIfGiven(filters, "status", status);
        SamplingOptions.putIfGiven(filters, "model", model);
        SamplingOptions.putIfGiven(filters, "prompt", prompt);
        SamplingOptions.putIfGiven(filters, "created_after", after);
        SamplingOptions.putIfGiven(filters, "created_before", before);
        SamplingOptions.putIfGiven(filters, "limit", limit);
        SamplingOptions.putIfGiven(filters, "cursor", cursor);
        return filters;
    }

    private static String row(Map<String, Object> job) {
        Map<String, Object> input = Json.object(job, "input").orElse(Map.of());
        double progress = Json.object(job, "progress")
                .flatMap(found -> Json.number(found, "value"))
                .map(Number::doubleValue)
                .orElse(0.0);
        return String.format(
                        Locale.ROOT,
                        ROW,
                        Json.text(job, "id").orElse("?"),
                        Json.text(job, "status").orElse("?"),
                        Json.text(job, "model").orElse(""),
                        Json.text(input, "n").orElse(""),
                        Math.round(progress * 100) + " %",
                        Json.text(job, "created_at")
                                .map(at -> at.replaceFirst("\\.\\d+Z$", "Z"))
                                .orElse(""),
                        Json.text(input, "prompt").map(JobsCommand::cut).orElse(""))
                .stripTrailing();
    }

    private static String cut(String prompt) {
        String line = prompt.replaceAll("\\s+", " ");
        return line.length() <= LONGEST_PROMPT ? line : line.substring(0, LONGEST_PROMPT - 1) + "…";
    }
}
