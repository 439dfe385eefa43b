package io.unstir.local.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code unstir parked ...}. */
@Command(
        name = "parked",
        description = {
            "List, retry and drop jobs that no sampler could take to an end.",
            "They have failed, and are kept aside until somebody says what becomes of them. Needs a key with the scope admin, where keys are asked for."
        },
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  unstir parked list",
            "  unstir parked retry --all",
            "  unstir parked drop 01a20786-9b25-7394-aa21-0c8e53b2f89c"
        })
final class ParkedCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "say which: list, retry or drop");
    }
}
