package io.unstir.local.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code unstir keys ...}. */
@Command(
        name = "keys",
        description = {
            "Make, list and revoke API keys, where the gateway asks for them (UNSTIR_AUTH_KEYS=true unstir up).",
            "This command itself calls with UNSTIR_API_KEY, else with the key in the data folder's file admin-key."
        },
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  unstir keys create studio --tenant acme --scopes submit,read",
            "  unstir keys list",
            "  unstir keys revoke 0123456789abcdef"
        })
final class KeysCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "say which: create, list or revoke");
    }
}
