package io.unstir.local.command;

import io.unstir.local.Console;
import io.unstir.local.LocalFailure;
import io.unstir.local.Main;
import io.unstir.local.data.DataFolder;
import io.unstir.local.process.Detached;
import io.unstir.local.process.JavaCommand;
import io.unstir.local.process.LogFile;
import io.unstir.local.supervisor.SystemState.Phase;
import io.unstir.local.system.Installation;
import io.unstir.local.system.KeptSystem;
import io.unstir.local.system.PortPlan;
import io.unstir.local.system.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A supervisor in a JVM of its own, which stays when this command returns. */
record DetachedUp(DataFolder data, PortPlan ports, Topology topology, Console console) {
    private static final long POLL_MS = 100;
    private static final String MESSAGE = "unstir: ";

    /** Returns when all is ready; passes on what the supervisor says. */
    void start() {
        data.open();
        var log = new LogFile(data.log("supervisor"));
        Process supervisor = spawn(log);
        var abandon = new Thread(() -> {
            supervisor.destroy();
            supervisor.onExit().join();
        });
        Runtime.getRuntime().addShutdownHook(abandon);
        var said = new Follower(log.path());
        while (supervisor.isAlive() && !isReady(supervisor)) {
            said.newLines().stream().filter(line -> !line.startsWith(MESSAGE)).forEach(console::note);
            pause();
        }
        List<String> last = said.newLines();
        if (!supervisor.isAlive()) {
            throw new LocalFailure(
                    last.isEmpty()
                            ? "the supervisor ended with exit code " + supervisor.exitValue()
                            : String.join("\n", last).replaceFirst("^" + MESSAGE, ""));
        }
        last.stream().filter(line -> !line.startsWith("Unstir is ready")).forEach(console::note);
        Runtime.getRuntime().removeShutdownHook(abandon);
    }

    private Process spawn(LogFile log) {
        try {
            log.rotate();
            var words = new ArrayList<>(List.of(
                    "-XX:TieredStopAtLevel=1",
                    "-Xmx128m",
                    "-D" + Installation.PROPERTY + "=" + Installation.find().home(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Main.class.getName(),
                    "--data=" + data.root(),
                    "--port-base=" + ports.base(),
                    "up",
                    "--samplers=" + topology.samplers().count(),
                    "--gateways=" + topology.gateways()));
            topology.brokers().ifPresent(brokers -> words.add("--brokers=" + brokers));
            return new ProcessBuilder(Detached.command(JavaCommand.of(words)))
                    .directory(data.root().toFile())
                    .redirectErrorStream(true)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(log.path().toFile())
                    .start();
        } catch (IOException e) {
            throw new LocalFailure("cannot start the supervisor: " + e.getMessage(), e);
        }
    }

    private boolean isReady(Process supervisor) {
        return Files.exists(data.state())
                && new KeptSystem(data)
                        .state()
                        .filter(state -> state.supervisor().pid() == supervisor.pid() && state.phase() == Phase.READY)
                        .isPresent();
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalFailure("interrupted", e);
        }
    }
}
