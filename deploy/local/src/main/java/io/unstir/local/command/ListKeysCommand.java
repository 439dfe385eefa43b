package io.unstir.local.command;

import io.unstir.local.Console;
import io.unstir.local.json.Json;
import io.unstir.local.system.UsedSystem;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** Lists API keys, newest first. */
@Command(
        name = "list",
        description = "List the API keys of all tenants, newest first, those revoked included.",
        footerHeading = "%nExamples:%n",
        footer = {"  unstir keys list", "  unstir keys list --json"})
final class ListKeysCommand implements Callable<Integer> {
    private static final String ROW = "%-16s  %-12s %-24s %-20s  %-20s  %s";

    private final UnstirCommand root;
    private final Console console;

    ListKeysCommand(UnstirCommand root, Console console) {
        this.root = root;
        this.console = console;
    }

    @Override
    public Integer call() {
        Map<String, Object> document =
                UsedSystem.running(root.global.dataFolder(), console).keys();
        if (root.global.json) {
            console.print(Json.pretty(document));
            return UnstirCommand.DONE;
        }
        List<Map<String, Object>> keys = Json.objects(document, "keys");
        if (keys.isEmpty()) {
            console.print("no key was made yet");
            return UnstirCommand.DONE;
        }
        console.print(String.format(Locale.ROOT, ROW, "KEY", "TENANT", "SCOPES", "MADE", "ENDS", "NAME"));
        keys.forEach(key -> console.print(row(key)));
        return UnstirCommand.DONE;
    }

    private static String row(Map<String, Object> key) {
        return String.format(
                        Locale.ROOT,
                        ROW,
                        Json.text(key, "id").orElse("?"),
                        Json.text(key, "tenant").orElse("?"),
                        scopes(key),
                        seconds(key, "created_at"),
                        key.get("revoked_at") == null ? seconds(key, "expires_at") : "revoked",
                        Json.text(key, "name").orElse(""))
                .stripTrailing();
    }

    private static String scopes(Map<String, Object> key) {
        return key.get("scopes") instanceof List<?> scopes
                ? scopes.stream().map(Object::toString).collect(Collectors.joining(","))
                : "";
    }

    private static String seconds(Map<String, Object> key, String field) {
        return Json.text(key, field)
                .map(time -> time.replaceFirst("\\.\\d+Z$", "Z"))
                .orElse("never");
    }
}
