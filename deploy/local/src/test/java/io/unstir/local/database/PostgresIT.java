package io.unstir.local.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.unstir.local.Console;
import io.unstir.local.data.DataFolder;
import io.unstir.local.fixture.ChildService;
import io.unstir.local.process.Detached;
import io.unstir.local.supervisor.Service;
import io.unstir.local.supervisor.Supervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final int port = ChildService.freePort();
    private DataFolder data;
    private Postgres postgres;

    @BeforeEach
    void open() {
        data = new DataFolder(folder.resolve("data"));
        data.open();
        postgres = new Postgres(data, port);
    }

    @AfterEach
    void nothingIsLeft() {
        new Postmaster(data.postgres()).find().ifPresent(ProcessHandle::destroyForcibly);
    }

    private Supervisor start(Postgres server) {
        var supervisor = new Supervisor(data, "up", port, List.of(server), Console.system(), PATIENCE);
        supervisor.start();
        return supervisor;
    }

    private String ask(String question) throws SQLException {
        try (Connection connection = postgres.connect(Postgres.DATABASE);
                var statement = connection.createStatement();
                var row = statement.executeQuery(question)) {
            row.next();
            return row.getString(1);
        }
    }

    private void run(String command) throws SQLException {
        try (Connection connection = postgres.connect(Postgres.DATABASE);
                var statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    @Test
    void theServerItselfSaysThatItIsDurable() throws SQLException {
        try (var running = start(postgres)) {
            assertThat(running).isNotNull();
            for (String setting : Durability.SETTINGS) {
                assertThat(ask("SHOW " + setting)).as(setting).isEqualTo("on");
            }
        }
    }

    @Test
    void rowsOutliveARestartAndNothingOutlivesTheSupervisor() throws SQLException {
        try (var first = start(postgres)) {
            assertThat(first).isNotNull();
            run("CREATE TABLE kept AS SELECT 'still here' AS text");
        }
        assertThat(new Postmaster(data.postgres()).find()).isEmpty();

        try (var second = start(new Postgres(data, port))) {
            assertThat(second).isNotNull();
            assertThat(ask("SELECT text FROM kept")).isEqualTo("still here");
        }
    }

    @Test
    void serverOfAKilledSupervisorIsFoundAndAnotherProcessWithItsNumberIsNot() throws Exception {
        Service.Launch launch = postgres.prepare();
        var builder = new ProcessBuilder(Detached.command(launch.command()))
                .redirectErrorStream(true)
                .redirectOutput(data.log("postgres").toFile());
        Process server = builder.start();
        await().atMost(PATIENCE).until(() -> postgres.isReady(server.toHandle()));

        assertThat(new Postmaster(data.postgres()).find().map(ProcessHandle::pid))
                .contains(server.pid());

        postgres.requestStop(server.toHandle());
        server.waitFor();
        Files.writeString(
                data.postgres().resolve("postmaster.pid"),
                ProcessHandle.current().pid() + "\n" + data.postgres() + "\n");
        assertThat(new Postmaster(data.postgres()).find()).isEmpty();
        try (var again = start(new Postgres(data, port))) {
            assertThat(again).isNotNull();
            assertThat(ask("SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void whereNamespacesAreForbiddenRootRunsItAsNobody() throws SQLException, IOException {
        assumeTrue(System.getProperty("user.name").equals("root") && Account.NOBODY.works());

        try (var running = start(new Postgres(data, port, Account.NOBODY))) {
            assertThat(running).isNotNull();
            assertThat(Files.getAttribute(data.postgres(), "unix:uid")).isEqualTo(65534);
            assertThat(ask("SHOW fsync")).isEqualTo("on");
        }
        try (var back = start(new Postgres(data, port))) {
            assertThat(back).isNotNull();
            assertThat(ask("SELECT 1")).isEqualTo("1");
        }
    }
}
