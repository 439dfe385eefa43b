package io.unstir.local.command;

import io.unstir.local.api.Gateway;
import io.unstir.local.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Which parked jobs are meant. */
final class ParkedSelection {
    private static final int PAGE = 100;

    @Spec(Target.MIXEE)
    CommandSpec command;

    @Parameters(paramLabel = "ID", arity = "0..*", description = "As the list shows it.")
    List<String> ids = List.of();

    @Option(names = "--all", description = "All that are parked now.")
    boolean all;

    /** @throws ParameterException unless either some are named or all are meant */
    void require() {
        if (ids.isEmpty() != all) {
            throw new ParameterException(
                    command.commandLine(), all ? "say either --all or which jobs" : "say which jobs, or --all");
        }
    }

    /** Each once; where all are meant, those that are parked when this is called. */
    List<String> ids(Gateway gateway) {
        return all ? parked(gateway) : ids.stream().distinct().toList();
    }

    private static List<String> parked(Gateway gateway) {
        var found = new ArrayList<String>();
        Optional<String> cursor = Optional.empty();
        do {
            var filters = new LinkedHashMap<String, Object>();
            filters.put("limit", PAGE);
            cursor.ifPresent(next -> filters.put("cursor", next));
            var page = gateway.parked(filters);
            page.jobs().forEach(job -> Json.text(job, "id").ifPresent(found::add));
            cursor = page.nextCursor();
        } while (cursor.isPresent());
        return found;
    }
}
