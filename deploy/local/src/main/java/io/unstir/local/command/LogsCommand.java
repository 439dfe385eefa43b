package io.unstir.local.command;

import io.unstir.local.Console;
import io.unstir.local.LocalFailure;
import io.unstir.local.data.DataFolder;
import io.unstir.local.json.Json;
import io.unstir.local.process.LogFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Prints what the services wrote. */
@Command(
        name = "logs",
        description = "Print the last lines of one service's log, or of all; -f goes on as they are written.",
        footerHeading = "%nExamples:%n",
        footer = {"  unstir logs", "  unstir logs sampler-0 -f", "  unstir logs kafka --lines 500"})
final class LogsCommand implements Callable<Integer> {
    private static final String SUFFIX = ".log";
    private static final long POLL_MS = 200;

    @ParentCommand
    UnstirCommand parent;

    @Parameters(
            arity = "0..1",
            paramLabel = "SERVICE",
            completionCandidates = Choices.Services.class,
            description = "gateway, storage, trainer, sampler-0, kafka, postgres, supervisor; all when absent.")
    Optional<String> service = Optional.empty();

    @Option(
            names = {"-f", "--follow"},
            description = "Go on until Ctrl-C.")
    boolean follow;

    @Option(names = "--lines", paramLabel = "N", description = "How many lines of each at most (default: 40).")
    int lines = 40;

    private final Console console;

    LogsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        Map<String, Path> logs = chosen(parent.global.dataFolder());
        var followers = new LinkedHashMap<String, Follower>();
        logs.forEach((name, path) -> followers.put(name, new Follower(path).fromEnd()));
        if (parent.global.json) {
            var document = new LinkedHashMap<String, Object>();
            logs.forEach((name, path) ->
                    document.put(name, Map.of("file", path.toString(), "lines", new LogFile(path).tail(lines))));
            console.print(Json.pretty(document));
            return UnstirCommand.DONE;
        }
        boolean one = logs.size() == 1;
        logs.forEach((name, path) -> print(name, new LogFile(path).tail(lines), one));
        while (follow) {
            Thread.sleep(POLL_MS);
            followers.forEach((name, follower) -> print(name, follower.newLines(), one));
        }
        return UnstirCommand.DONE;
    }

    private void print(String name, List<String> text, boolean one) {
        text.forEach(line -> console.print(one ? line : String.format("%-10s | %s", name, line)));
    }

    private Map<String, Path> chosen(DataFolder data) {
        Map<String, Path> all = all(data);
        if (service.isEmpty()) {
            return all;
        }
        Path one = all.get(service.get());
        if (one == null) {
            throw new LocalFailure("no log of \"" + service.get() + "\" in " + data.logs()
                    + (all.isEmpty() ? "; nothing was started yet" : "; there are " + String.join(", ", all.keySet())));
        }
        return Map.of(service.get(), one);
    }

    private static Map<String, Path> all(DataFolder data) {
        var found = new LinkedHashMap<String, Path>();
        if (Files.isDirectory(data.logs())) {
            try (var files = Files.list(data.logs())) {
                files.map(Path::getFileName)
                        .map(Path::toString)
                        .filter(name -> name.endsWith(SUFFIX))
                        .sorted()
                        .forEach(name -> found.put(
                                name.substring(0, name.length() - SUFFIX.length()),
                                data.logs().resolve(name)));
            } catch (IOException e) {
                throw new LocalFailure("cannot look into " + data.logs() + ": " + e.getMessage(), e);
            }
        }
        return found;
    }
}
