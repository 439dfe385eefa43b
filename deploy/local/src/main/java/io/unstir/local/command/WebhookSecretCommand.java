package io.unstir.local.command;

import io.unstir.local.Console;
import io.unstir.local.json.Json;
import io.unstir.local.system.UsedSystem;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Shows what signs webhooks, so that a receiver can tell them from anybody else's. */
@Command(
        name = "secret",
        description = "Show the secret that signs your webhooks, for a library of Standard Webhooks.",
        footerHeading = "%nExamples:%n",
        footer = {"  unstir webhooks secret", "  WEBHOOK_SECRET=$(unstir webhooks secret) python3 receiver.py"})
final class WebhookSecretCommand implements Callable<Integer> {
    private final UnstirCommand root;
    private final Console console;

    WebhookSecretCommand(UnstirCommand root, Console console) {
        this.root = root;
        this.console = console;
    }

    @Override
    public Integer call() {
        Map<String, Object> document =
                UsedSystem.running(root.global.dataFolder(), console).webhookSecret();
        console.print(
                root.global.json
                        ? Json.pretty(document)
                        : Json.text(document, "secret").orElseThrow());
        return UnstirCommand.DONE;
    }
}
