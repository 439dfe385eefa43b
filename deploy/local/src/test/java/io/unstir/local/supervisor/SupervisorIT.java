package io.unstir.local.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.unstir.local.Console;
import io.unstir.local.LocalFailure;
import io.unstir.local.data.DataFolder;
import io.unstir.local.fixture.ChildService;
import io.unstir.local.fixture.SupervisorProgram;
import io.unstir.local.process.JavaCommand;
import io.unstir.local.supervisor.SystemState.Phase;
import io.unstir.local.supervisor.SystemState.ServiceState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private DataFolder data;

    @BeforeEach
    void open() {
        data = new DataFolder(folder.resolve("data"));
        data.open();
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(ServiceTag.running(data.root())).isEmpty();
    }

    private Supervisor supervisor(Service... services) {
        var err = new PrintStream(said, true, UTF_8);
        return new Supervisor(data, "up", 7600, List.of(services), new Console(err, err, false), PATIENCE);
    }

    private SystemState state() {
        return new StateFile(data.state()).read().orElseThrow();
    }

    @Test
    void allRunUntilClosedAndTheStateFileSaysSo() {
        try (var supervisor = supervisor(ChildService.serving(data, "one"), ChildService.serving(data, "two"))) {
            supervisor.start();

            assertThat(state().phase()).isEqualTo(Phase.READY);
            assertThat(state().isKept()).isTrue();
            assertThat(state().services()).extracting(ServiceState::name).containsExactly("one", "two");
            assertThat(ServiceTag.running(data.root())).hasSize(2);
        }

        assertThat(data.state()).doesNotExist();
    }

    @Test
    void serviceThatDiesAtStartIsNamedWithItsLastLinesAndTheOthersAreStopped() {
        var supervisor = supervisor(ChildService.serving(data, "fine"), ChildService.dying(data, "frail", 3));

        assertThatThrownBy(supervisor::start)
                .isInstanceOf(LocalFailure.class)
                .hasMessageContaining("service frail ended with exit code 3")
                .hasMessageContaining("no more tea")
                .hasMessageContaining(data.log("frail").toString());

        assertThat(ServiceTag.running(data.root())).isEmpty();
    }

    @Test
    void takenPortStopsTheStartBeforeAnythingRuns() throws IOException {
        var service = ChildService.serving(data, "one");
        try (var holder = new ServerSocket(service.port(), 1, InetAddress.getLoopbackAddress())) {
            var supervisor = supervisor(service);

            assertThatThrownBy(supervisor::start)
                    .isInstanceOf(LocalFailure.class)
                    .hasMessageContaining("port " + holder.getLocalPort())
                    .hasMessageContaining("service one");
        }
    }

    @Test
    void killedServiceIsStartedAgain() {
        try (var supervisor = supervisor(ChildService.serving(data, "one"))) {
            supervisor.start();
            ServiceState first = state().services().getFirst();

            first.process().find().orElseThrow().destroyForcibly();

            await().atMost(PATIENCE).untilAsserted(() -> {
                ServiceState now = state().services().getFirst();
                assertThat(now.process()).isNotEqualTo(first.process());
                assertThat(Probe.isOpen(now.port())).isTrue();
            });
            assertThat(said.toString(UTF_8)).contains("service one ended by signal 9; starting it again");
        }
    }

    @Test
    void whatIsToBeDoneAtASignalIsDoneWhileServicesRun() throws Exception {
        Path said = folder.resolve("said");
        Process process = new ProcessBuilder(JavaCommand.of(List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        SupervisorProgram.class.getName(),
                        data.root().toString(),
                        said.toString())))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("supervisor.log").toFile())
                .start();
        await().atMost(PATIENCE).until(() -> new StateFile(data.state())
                .read()
                .filter(state -> state.phase() == Phase.READY)
                .isPresent());

        process.destroy();

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(said).content().isEqualTo("listens");
    }

    @Test
    void processThatIgnoresTheRequestToEndIsForced() throws Exception {
        var stubborn = new ChildService(data, "stubborn", "stubborn", ChildService.freePort());
        Process process = new ProcessBuilder(stubborn.prepare().command())
                .redirectErrorStream(true)
                .redirectOutput(data.log("stubborn").toFile())
                .start();
        await().atMost(PATIENCE).until(() -> stubborn.isReady(process.toHandle()));
        process.destroy();

        Ending.await(List.of(process.toHandle()), Duration.ofMillis(500));

        assertThat(process.isAlive()).isFalse();
    }
}
