package io.unstir.local.command;

import io.unstir.local.Console;
import io.unstir.local.api.Training;
import io.unstir.local.json.Json;

/** What is told of a training that ended. */
record TrainingEnd(Console console, boolean json) {

    /** Returns the exit code. */
    int tell(Training training) {
        if (json) {
            console.print(Json.pretty(training.document()));
        }
        if (!training.hasSucceeded()) {
            console.note("unstir: training " + training.id() + " " + training.status()
                    + training.error()
                            .map(why -> ": " + why + "; see ./unstir logs trainer")
                            .orElse(""));
            return UnstirCommand.FAILED;
        }
        if (!json) {
            console.print("published " + training.model().orElse("no model"));
        }
        return UnstirCommand.DONE;
    }
}
