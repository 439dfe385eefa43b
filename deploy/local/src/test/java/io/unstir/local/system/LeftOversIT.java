package io.unstir.local.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.unstir.local.Console;
import io.unstir.local.data.DataFolder;
import io.unstir.local.fixture.SupervisorProgram;
import io.unstir.local.process.JavaCommand;
import io.unstir.local.supervisor.ServiceTag;
import io.unstir.local.supervisor.StateFile;
import io.unstir.local.supervisor.SystemState.Phase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftOversIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Console console = new Console(System.out, new PrintStream(said, true, UTF_8), false);
    private DataFolder data;
    private Process supervisor;

    @BeforeEach
    void startInAnotherJvm() throws IOException {
        data = new DataFolder(folder.resolve("data"));
        data.open();
        supervisor = new ProcessBuilder(JavaCommand.of(List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        SupervisorProgram.class.getName(),
                        data.root().toString())))
                .inheritIO()
                .start();
        await().atMost(PATIENCE).until(() -> new StateFile(data.state())
                .read()
                .filter(state -> state.phase() == Phase.READY)
                .isPresent());
    }

    @AfterEach
    void stop() {
        supervisor.destroyForcibly();
        ServiceTag.running(data.root()).forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void supervisorThatIsAskedToEndTakesItsServicesAlong() throws InterruptedException {
        supervisor.destroy();

        assertThat(supervisor.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(ServiceTag.running(data.root())).isEmpty();
        assertThat(data.state()).doesNotExist();
    }

    @Test
    void whatAKilledSupervisorLeftIsStopped() throws InterruptedException {
        supervisor.destroyForcibly().waitFor();
        assertThat(ServiceTag.running(data.root())).hasSize(2);

        new LeftOvers(data).stop(console);

        assertThat(ServiceTag.running(data.root())).isEmpty();
        assertThat(said.toString(UTF_8)).contains("one (").contains("two (");
    }

    @Test
    void downStopsTheSupervisorOfAnotherTerminal() {
        assertThat(new KeptSystem(data).stop(console)).isTrue();

        assertThat(supervisor.isAlive()).isFalse();
        assertThat(ServiceTag.running(data.root())).isEmpty();
    }

    @Test
    void downAfterAKillCleansUp() throws InterruptedException {
        supervisor.destroyForcibly().waitFor();

        assertThat(new KeptSystem(data).stop(console)).isTrue();

        assertThat(ServiceTag.running(data.root())).isEmpty();
        assertThat(data.state()).doesNotExist();
    }
}
