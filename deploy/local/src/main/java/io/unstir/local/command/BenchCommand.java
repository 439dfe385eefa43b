package io.unstir.local.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
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
            "  unstir bench pipeline",
            "  unstir bench storage",
            "  unstir bench scale --samplers 2,3,4 --rate 6",
            "  unstir bench soak --minutes 480",
            "  unstir bench trainer"
        })
final class BenchCommand implements Callable<Integer> {
    @Spec
    CommandSpec command;

    @Override
    public Integer call() {
        throw new ParameterException(
                command.commandLine(),
                "say which part: "
                        + String.join(
                                ", ", command.commandLine().getSubcommands().keySet()));
    }
}
