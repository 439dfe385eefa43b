package io.unstir.local.command;

import io.unstir.local.Console;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Measurements of this machine; one verb a part of the system. */
@Command(
        name = "bench",
        description = "Measure a part of the system on this machine.",
        synopsisSubcommandLabel = "PART",
        commandListHeading = "%nParts:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  unstir bench sampler",
            "  unstir bench sampler --quick --json figures.json",
            "  unstir bench trainer"
        })
final class BenchCommand implements Callable<Integer> {
    @Spec
    CommandSpec command;

    private final Console console;

    BenchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        CommandLine.usage(command.commandLine(), console.err());
        return CommandLine.ExitCode.USAGE;
    }
}
