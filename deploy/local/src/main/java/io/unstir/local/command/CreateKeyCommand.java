package io.unstir.local.command;

import io.unstir.local.Console;
import io.unstir.local.json.Json;
import io.unstir.local.system.UsedSystem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes an API key and prints it, the one time it can be seen. */
@Command(
        name = "create",
        description = "Make an API key. It is printed once and nobody can show it again.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  unstir keys create studio --scopes submit,read",
            "  unstir keys create nightly --tenant acme --scopes submit,read,train --expires 2030-01-31T12:00:00Z",
            "  export UNSTIR_API_KEY=$(unstir keys create me --scopes submit,read)"
        })
final class CreateKeyCommand implements Callable<Integer> {
    enum Scope {
        submit,
        read,
        train,
        admin
    }

    @Parameters(paramLabel = "NAME", description = "What it is for, for people.")
    String name;

    @Option(
            names = "--scopes",
            paramLabel = "SCOPE",
            split = ",",
            required = true,
            description = "What it is good for: ${COMPLETION-CANDIDATES}.")
    List<Scope> scopes;

    @Option(names = "--tenant", paramLabel = "TENANT", description = "Whose key it is (default: the caller's tenant).")
    String tenant;

    @Option(names = "--expires", paramLabel = "TIME", description = "When it ends, as 2030-01-31T12:00:00Z.")
    String expires;

    private final UnstirCommand root;
    private final Console console;

    CreateKeyCommand(UnstirCommand root, Console console) {
        this.root = root;
        this.console = console;
    }

    @Override
    public Integer call() {
        var body = new LinkedHashMap<String, Object>();
        body.put("name", name);
        body.put("scopes", scopes.stream().map(Scope::name).toList());
        SamplingOptions.putIfGiven(body, "tenant", tenant);
        SamplingOptions.putIfGiven(body, "expires_at", expires);
        Map<String, Object> key =
                UsedSystem.running(root.global.dataFolder(), console).createKey(body);
        if (root.global.json) {
            console.print(Json.pretty(key));
        } else {
            console.note("key " + Json.text(key, "id").orElseThrow() + " of tenant "
                    + Json.text(key, "tenant").orElseThrow() + "; keep it, it is shown only now:");
            console.print(Json.text(key, "key").orElseThrow());
        }
        return UnstirCommand.DONE;
    }
}
