package io.unstir.local.command;

import io.unstir.local.Console;
import java.io.PrintWriter;
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
            "  unstir up                           keep everything running until Ctrl-C",
            "  unstir up --detach --samplers 2     the same in the background",
            "  unstir train my-model.yaml          train, publish, and use it at once",
            "  unstir lineage face.png             what a picture was made from",
            "  source <(unstir completion bash)    have the Tab key complete words",
            "",
            "Exit codes: 0 done, 1 failed, 2 bad usage, 130 ended by Ctrl-C."
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
        var failures = new Failures(console);
        return root.line()
                .setUsageHelpAutoWidth(true)
                .setOut(new PrintWriter(console.out(), true))
                .setErr(new PrintWriter(console.err(), true))
                .setParameterExceptionHandler(failures::usage)
                .setExecutionExceptionHandler((failure, command, parsed) -> failures.report(failure, root.global.json))
                .execute(arguments);
    }

    private CommandLine line() {
        return new CommandLine(this)
                .addSubcommand(new UpCommand(console))
                .addSubcommand(new DownCommand(console))
                .addSubcommand(new StatusCommand(console))
                .addSubcommand(new LogsCommand(console))
                .addSubcommand(new GenerateCommand(console))
                .addSubcommand(new JobsCommand(console))
                .addSubcommand(new WatchCommand(console))
                .addSubcommand(new CancelCommand(console))
                .addSubcommand(new LineageCommand(console))
                .addSubcommand(new VerifyCommand(console))
                .addSubcommand(new TrainCommand(console))
                .addSubcommand(new TrainingsCommand(console))
                .addSubcommand(new CommandLine(new ModelsCommand(console))
                        .addSubcommand(new ShowModelCommand(this, console))
                        .addSubcommand(new RetireModelCommand(this, console)))
                .addSubcommand(new EvaluateCommand(console))
                .addSubcommand(
                        new CommandLine(new WebhooksCommand()).addSubcommand(new WebhookSecretCommand(this, console)))
                .addSubcommand(new CommandLine(new KeysCommand())
                        .addSubcommand(new CreateKeyCommand(this, console))
                        .addSubcommand(new ListKeysCommand(this, console))
                        .addSubcommand(new RevokeKeyCommand(this, console)))
                .addSubcommand(new CommandLine(new ParkedCommand())
                        .addSubcommand(new ListParkedCommand(this, console))
                        .addSubcommand(new RetryParkedCommand(this, console))
                        .addSubcommand(new DropParkedCommand(this, console)))
                .addSubcommand(new CommandLine(new BenchCommand())
                        .addSubcommand(new BenchSamplerCommand(this, console))
                        .addSubcommand(new BenchPipelineCommand(this, console))
                        .addSubcommand(new BenchStorageCommand(this, console))
                        .addSubcommand(new BenchScaleCommand(this, console))
                        .addSubcommand(new BenchSoakCommand(this, console))
                        .addSubcommand(new BenchTrainerCommand(this, console)))
                .addSubcommand(new TestCommand())
                .addSubcommand(new CompletionCommand(console));
    }

    @Override
    public Integer call() {
        CommandLine.usage(this.global.command.commandLine(), console.out());
        return DONE;
    }
}
