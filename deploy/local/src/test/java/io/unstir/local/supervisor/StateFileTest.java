package io.unstir.local.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unstir.local.LocalFailure;
import io.unstir.local.process.RunningProcess;
import io.unstir.local.supervisor.SystemState.Phase;
import io.unstir.local.supervisor.SystemState.ServiceState;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {
    @TempDir
    Path folder;

    private StateFile file;

    @BeforeEach
    void file() {
        file = new StateFile(folder.resolve("state.json"));
    }

    @Test
    void whatWasWrittenIsRead() {
        var started = Instant.parse("2026-01-02T03:04:05.670Z");
        var state = new SystemState(
                new RunningProcess(1, started),
                "up",
                Phase.READY,
                7600,
                List.of(
                        new ServiceState(
                                "gateway",
                                new RunningProcess(2, started),
                                7600,
                                Optional.of(URI.create("http://127.0.0.1:7600/q/health/ready"))),
                        new ServiceState("kafka", new RunningProcess(3, started), 7603, Optional.empty())));

        file.write(state);

        assertThat(file.read()).contains(state);
    }

    @Test
    void noFileIsNoState() {
        assertThat(file.read()).isEmpty();
    }

    @Test
    void cutOffFileIsNamed() throws IOException {
        Files.writeString(file.path(), "{\"supervisor\": {\"pid\"");

        assertThatThrownBy(() -> file.read())
                .isInstanceOf(LocalFailure.class)
                .hasMessageContaining(file.path().toString());
    }

    @Test
    void fileWithoutWhatMattersIsNamed() throws IOException {
        Files.writeString(file.path(), "{\"phase\": \"dreaming\"}");

        assertThatThrownBy(() -> file.read()).isInstanceOf(LocalFailure.class).hasMessageContaining("not readable");
    }
}
