package io.unstir.local.database;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import io.unstir.local.LocalFailure;
import io.unstir.local.data.DataFolder;
import io.unstir.local.data.FolderTree;
import io.unstir.local.data.SecretFile;
import io.unstir.local.process.LogFile;
import io.unstir.local.supervisor.Probe;
import io.unstir.local.supervisor.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** PostgreSQL on the data folder: made once, durable, and reachable from this machine by password only. */
public final class Postgres implements Service {
    public static final String NAME = "postgres";
    public static final String USER = "unstir";
    public static final String DATABASE = "unstir";

    /** Says of the folder what it was made with; a major version cannot read another's files. */
    private static final String VERSION = "18.6";

    private static final int PASSWORD_BYTES = 16;

    private final DataFolder data;
    private final int port;
    private final Account account;
    private boolean asked;

    public Postgres(DataFolder data, int port) {
        this(data, port, Account.ofThisProcess());
    }

    Postgres(DataFolder data, int port, Account account) {
        this.data = data;
        this.port = port;
        this.account = account;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "the database (PostgreSQL)";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public LogFile log() {
        return new LogFile(data.log(NAME));
    }

    @Override
    public boolean isFoundation() {
        return true;
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE;
    }

    /** Made when it is asked for the first time; readable by this user only. */
    public String password() {
        return new SecretFile(data.postgresPassword()).text(PASSWORD_BYTES);
    }

    @Override
    public Launch prepare() throws IOException {
        PostgresProgram tools = tools();
        if (!Files.exists(data.postgres())) {
            initialise(tools);
        }
        account.takeOver(data.postgres());
        new Postmaster(data.postgres()).forgetDead();
        return new Launch(account.command(serverCommand(tools.binaries())), Map.of("LC_ALL", "C"));
    }

    @Override
    public boolean isReady(ProcessHandle process) {
        if (!Probe.isOpen(port)) {
            return false;
        }
        if (!asked) {
            try (Connection connection = connect("postgres")) {
                Durability.require(connection);
                createDatabase(connection);
                asked = true;
            } catch (SQLException e) {
                if (isStarting(e)) {
                    return false;
                }
                throw new LocalFailure(
                        "the database does not let us in: " + e.getMessage() + "\nlog file: " + log().path(), e);
            }
        }
        return true;
    }

    @Override
    public void requestStop(ProcessHandle process) {
        // SIGTERM would wait until the last client has gone; this rolls back what is open and ends.
        tools().tryRun("pg_ctl", List.of("kill", "INT", Long.toString(process.pid())));
    }

    private PostgresProgram tools() {
        return new PostgresProgram(PostgresBinaries.unpackTo(data.cache().resolve("postgresql-" + VERSION)), account);
    }

    /** Into a folder of another name first, so that a database is whole or not there. */
    private void initialise(PostgresProgram tools) throws IOException {
        String secret = password();
        Path fresh = data.root().resolve("postgres.part");
        FolderTree.delete(fresh);
        Files.createDirectory(
                fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        account.takeOver(fresh);
        Path secretFile = Files.writeString(data.run().resolve("initdb-password"), secret);
        try {
            tools.run(
                    "initdb",
                    List.of(
                            "-D",
                            fresh.toString(),
                            "-U",
                            USER,
                            "--pwfile=" + secretFile,
                            "--auth=scram-sha-256",
                            "--encoding=UTF8",
                            "--locale-provider=builtin",
                            "--locale=C.UTF-8"));
        } finally {
            Files.delete(secretFile);
        }
        Files.move(fresh, data.postgres(), ATOMIC_MOVE);
    }

    private List<String> serverCommand(PostgresBinaries binaries) {
        return List.of(
                binaries.program("postgres"),
                "-D",
                data.postgres().toString(),
                "-c",
                "port=" + port,
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "fsync=on",
                "-c",
                "synchronous_commit=on",
                "-c",
                "full_page_writes=on",
                "-c",
                "shared_buffers=64MB",
                "-c",
                "max_connections=50");
    }

    private void createDatabase(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            try (var found = statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
                if (found.next()) {
                    return;
                }
            }
            statement.execute("CREATE DATABASE " + DATABASE);
        }
    }

    Connection connect(String database) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", USER);
        properties.setProperty("password", password());
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "20");
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database, properties);
    }

    /** SQLSTATE 57P03 cannot_connect_now while it recovers; class 08 while the port is not served yet. */
    private static boolean isStarting(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.equals("57P03") || state.startsWith("08");
    }
}
