package io.unstir.local.database;

import io.unstir.local.Console;
import io.unstir.local.broker.Certificate;
import io.unstir.local.data.DataFolder;
import io.unstir.local.supervisor.Supervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A database that takes connections with TLS only. */
public final class SecuredPostgres implements AutoCloseable {
    private final Postgres postgres;
    private final Certificate certificate;
    private final Supervisor supervisor;

    public SecuredPostgres(DataFolder data, int port, Certificate certificate) throws IOException {
        this.postgres = new Postgres(data, port);
        this.certificate = certificate;
        postgres.prepare();
        demandTls(data.postgres());
        supervisor = new Supervisor(data, "up", port, List.of(postgres), Console.system(), Duration.ofMinutes(2));
        supervisor.start();
    }

    /** What storage is told, as its environment. */
    public Map<String, String> environment() {
        return Map.of(
                "QUARKUS_DATASOURCE_JDBC_URL",
                postgres.jdbcUrl() + "?sslmode=verify-full&sslrootcert=" + certificate.trusted(),
                "QUARKUS_DATASOURCE_USERNAME",
                Postgres.USER,
                "QUARKUS_DATASOURCE_PASSWORD",
                postgres.password());
    }

    public String password() {
        return postgres.password();
    }

    /** Storage's connections, by whether they are encrypted. */
    public List<Integer> plainAndEncrypted() throws SQLException {
        try (var connection = postgres.connect(Postgres.DATABASE);
                var statement = connection.createStatement();
                var row = statement.executeQuery("""
                        SELECT count(*) FILTER (WHERE NOT ssl), count(*) FILTER (WHERE ssl)
                        FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name = 'unstir-storage'
                        """)) {
            row.next();
            return List.of(row.getInt(1), row.getInt(2));
        }
    }

    @Override
    public void close() {
        supervisor.close();
    }

    private void demandTls(Path folder) throws IOException {
        Files.writeString(
                folder.resolve("postgresql.conf"),
                """
                ssl = on
                ssl_cert_file = '%s'
                ssl_key_file = '%s'
                """.formatted(certificate.trusted(), certificate.key()),
                StandardOpenOption.APPEND);
        Path hosts = folder.resolve("pg_hba.conf");
        Files.writeString(hosts, Files.readString(hosts).replaceAll("(?m)^host\\b", "hostssl"));
    }
}
