package io.unstir.local.database;

import io.unstir.local.LocalFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Runs one of PostgreSQL's own tools to its end. */
record PostgresProgram(PostgresBinaries binaries, Account account) {

    /** Throws with what the tool said when it fails. */
    void run(String name, List<String> arguments) {
        Outcome outcome = tryRun(name, arguments);
        if (outcome.exit() != 0) {
            throw new LocalFailure("PostgreSQL's " + name + " failed with exit code " + outcome.exit() + ":\n"
                    + outcome.output().indent(4).stripTrailing());
        }
    }

    Outcome tryRun(String name, List<String> arguments) {
        var command = new ArrayList<>(account.prefix());
        command.add(binaries.program(name));
        command.addAll(arguments);
        try {
            var builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("LC_ALL", "C");
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(process.waitFor(), output);
        } catch (IOException e) {
            throw new LocalFailure("PostgreSQL's " + name + " cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalFailure("interrupted while running PostgreSQL's " + name, e);
        }
    }

    record Outcome(int exit, String output) {}
}
