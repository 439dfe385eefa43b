package io.unstir.local.command;

import io.unstir.local.Console;
import io.unstir.local.LocalFailure;
import io.unstir.local.api.GatewayUnreachable;
import io.unstir.local.api.ProblemFailure;
import io.unstir.local.json.Json;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What went wrong as a line on stderr, with {@code --json} also as the one document on stdout, and as an exit code. */
record Failures(Console console) {

    int usage(ParameterException failure, String[] arguments) {
        boolean json = Arrays.asList(arguments).contains("--json");
        tell(failure.getMessage(), Map.of(), json);
        UnmatchedArgumentException.printSuggestions(
                failure, failure.getCommandLine().getErr());
        console.note("see " + failure.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE;
    }

    int report(Exception failure, boolean json) {
        switch (failure) {
            case LocalFailure told -> tell(told.getMessage(), Map.of(), json);
            case GatewayUnreachable silent -> tell(silent.getMessage(), Map.of(), json);
            case ProblemFailure refused ->
                tell(refused.getMessage(), refused.problem().document(), json);
            case IOException unreadable -> tell(unreadable.toString(), Map.of(), json);
            default -> {
                // A defect of this program: where it is helps whoever mends it.
                failure.printStackTrace(console.err());
                tell("unexpected: " + failure, Map.of(), json);
            }
        }
        return UnstirCommand.FAILED;
    }

    private void tell(String message, Map<String, Object> problem, boolean json) {
        console.note("unstir: " + message);
        if (json) {
            var document = new LinkedHashMap<String, Object>();
            document.put("error", message);
            if (!problem.isEmpty()) {
                document.put("problem", problem);
            }
            console.print(Json.pretty(document));
        }
    }
}
