package io.unstir.local.command;

import io.unstir.local.process.JavaCommand;
import io.unstir.local.system.Installation;
import io.unstir.local.system.TensorMemory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The trainer's own command line, in this terminal: no broker, no database. */
record StandaloneTraining(Path config, Path out, boolean json) {

    /** Returns the trainer's exit code. */
    int run() throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of(
                "-Xmx1g",
                "-jar",
                Installation.find().jar("trainer-service").toString(),
                "train",
                config.toAbsolutePath().toString(),
                "--out",
                out.toAbsolutePath().toString()));
        if (json) {
            arguments.add("--json");
        }
        var builder = new ProcessBuilder(JavaCommand.of(arguments)).inheritIO();
        builder.environment().putAll(TensorMemory.environment());
        Process trainer = builder.start();
        var stop = new Thread(() -> {
            trainer.destroy();
            trainer.onExit().join();
        });
        Runtime.getRuntime().addShutdownHook(stop);
        return trainer.waitFor();
    }
}
