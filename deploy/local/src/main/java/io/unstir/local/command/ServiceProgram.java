package io.unstir.local.command;

import io.unstir.local.process.JavaCommand;
import io.unstir.local.system.Installation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A service's own command line, in this terminal. */
record ServiceProgram(String module, List<String> arguments, Map<String, String> environment) {

    /**
     * Returns its exit code.
     *
     * @param quiet what it says goes to stderr
     */
    int run(boolean quiet) throws IOException, InterruptedException {
        var command = new ArrayList<>(
                List.of("-Xmx2g", "-jar", Installation.find().jar(module).toString()));
        command.addAll(arguments);
        var builder = new ProcessBuilder(JavaCommand.of(command)).inheritIO();
        builder.environment().putAll(environment);
        if (quiet) {
            // Not to /dev/stderr as a file: where that is one, opening it cuts off what was told before.
            builder.redirectOutput(ProcessBuilder.Redirect.PIPE);
        }
        Process process = builder.start();
        var stop = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            if (quiet) {
                process.getInputStream().transferTo(System.err);
            }
            return process.waitFor();
        } finally {
            if (!process.isAlive()) {
                Runtime.getRuntime().removeShutdownHook(stop);
            }
        }
    }
}
