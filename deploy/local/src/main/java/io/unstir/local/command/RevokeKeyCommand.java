package io.unstir.local.command;

import io.unstir.local.Console;
import io.unstir.local.json.Json;
import io.unstir.local.system.UsedSystem;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Revokes an API key. */
@Command(
        name = "revoke",
        description = "Revoke an API key: within a second it works at no gateway any more.",
        footerHeading = "%nExamples:%n",
        footer = "  unstir keys revoke 0123456789abcdef")
final class RevokeKeyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "KEY", description = "Its public part, as the list shows it.")
    String id;

    private final UnstirCommand root;
    private final Console console;

    RevokeKeyCommand(UnstirCommand root, Console console) {
        this.root = root;
        this.console = console;
    }

    @Override
    public Integer call() {
        Map<String, Object> revoked =
                UsedSystem.running(root.global.dataFolder(), console).revokeKey(id);
        console.print(root.global.json ? Json.pretty(revoked) : "key " + id + " is revoked");
        return UnstirCommand.DONE;
    }
}
