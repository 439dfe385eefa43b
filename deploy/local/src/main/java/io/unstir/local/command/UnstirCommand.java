package io.unstir.local.command;

import io.unstir.local.Console;
import io.unstir.local.LocalFailure;
import io.unstir.local.api.GatewayUnreachable;
import io.unstir.local.api.ProblemFailure;
import io.unstir.local.json.Json;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code unstir}: the verbs, and how their failures become exit codes. */
@Command(
        name = "unstir",
        header = "Diffusion models as a Kafka-driven pipeline on the JVM.%n",
        synopsisSubcommandLabel = "VERB",
        descriptionHeading = "%n",
        optionListHeading = "%nOptions of every verb:%n",
        commandListHeading = "%nVerbs:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  unstir generate \"a smiling face with sunglasses\" -o face.png",
            "  unstir up                              keep everything running; Ctrl-C stops it",
            "  unstir up --detach --samplers 2        the same in the background",
            "  unstir train my-model.yaml             train, publish, and use it at once",
            "  unstir test                            the whole test suite",
            "",
            "Exit codes: 0 done, 1 failed, 2 bad usage."
        },
        versionProvider = Version.class)
public final class UnstirCommand implements Callable<Integer> {
    static final int DONE = 0;
    static final int FAILED = 1;

    @Mixin
    GlobalOptions global;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show the help of unstir or of a verb.")
    boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    boolean version;

    private final Console console;

    private UnstirCommand(Console console) {
        this.console = console;
    }

    /** Runs one command line and returns its exit code. */
    public static int run(Console console, String... arguments) {
        var root = new UnstirCommand(console);
        var line = new CommandLine(root)
                .addSubcommand(new UpCommand(root.console))
                .addSubcommand(new DownCommand(root.console))
                .addSubcommand(new StatusCommand(root.console))
                .addSubcommand(new LogsCommand(root.console))
                .addSubcommand(new GenerateCommand(root.console))
                .addSubcommand(new CancelCommand(root.console))
                .addSubcommand(new TrainCommand(root.console))
                .addSubcommand(new ModelsCommand(root.console))
                .addSubcommand(new CommandLine(new BenchCommand(root.console))
                        .addSubcommand(new BenchSamplerCommand(root, root.console))
                        .addSubcommand(new BenchTrainerCommand(root, root.console)))
                .setUsageHelpAutoWidth(true)
                .setOut(new PrintWriter(console.out(), true))
                .setErr(new PrintWriter(console.err(), true))
                .setExecutionExceptionHandler((failure, command, parsed) -> root.report(failure));
        return line.execute(arguments);
    }

    @Override
    public Integer call() {
        CommandLine.usage(this.global.command.commandLine(), console.out());
        return DONE;
    }

    private int report(Exception failure) throws Exception {
        switch (failure) {
            case LocalFailure told -> tell(told.getMessage(), Map.of());
            case GatewayUnreachable silent -> tell(silent.getMessage(), Map.of());
            case ProblemFailure refused ->
                tell(refused.getMessage(), refused.problem().document());
            default -> throw failure;
        }
        return FAILED;
    }

    private void tell(String message, Map<String, Object> problem) {
        console.note("unstir: " + message);
        if (global.json) {
            var document = new LinkedHashMap<String, Object>();
            document.put("error", message);
            if (!problem.isEmpty()) {
                document.put("problem", problem);
            }
            console.print(Json.pretty(document));
        }
    }
}
