package io.unstir.local.command;

import io.unstir.local.Console;
import io.unstir.local.api.ProblemFailure;
import io.unstir.local.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Does one thing with several parked jobs. One that is not there or cannot be treated so is told and does not stop the others.
 *
 * @param json whether one document tells all at the end
 * @param done what that document calls those it was done with
 */
record ParkedWork(Console console, boolean json, String done) {

    /** What is done with a job, and what there is to tell of it. */
    interface Way {
        Object go(String id);
    }

    /** @param line what is said of a job that it was done with */
    int each(List<String> ids, Way way, Function<Object, String> line) {
        var told = new ArrayList<>();
        var refused = new ArrayList<Map<String, Object>>();
        for (String id : ids) {
            try {
                Object answer = way.go(id);
                told.add(answer);
                say(line.apply(answer));
            } catch (ProblemFailure e) {
                if (!e.problem().isOfTheNamed()) {
                    throw e;
                }
                refused.add(Map.of("id", id, "problem", e.problem().document()));
                console.note("unstir: " + id + ": " + e.getMessage());
            }
        }
        if (json) {
            var document = new LinkedHashMap<String, Object>();
            document.put(done, told);
            document.put("refused", refused);
            console.print(Json.pretty(document));
        } else if (ids.isEmpty()) {
            console.print("no job is parked");
        }
        return refused.isEmpty() ? UnstirCommand.DONE : UnstirCommand.FAILED;
    }

    private void say(String line) {
        if (!json) {
            console.print(line);
        }
    }
}
