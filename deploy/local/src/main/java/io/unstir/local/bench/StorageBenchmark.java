package io.unstir.local.bench;

import io.unstir.local.Console;
import io.unstir.local.LocalFailure;
import io.unstir.local.data.DataFolder;
import io.unstir.local.database.Postgres;
import io.unstir.local.system.Installation;
import io.unstir.local.system.LocalSystem;
import io.unstir.local.system.PortPlan;
import java.net.URI;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/**
 * Storage with a broker and a database of its own: how fast it reads topics, and how fast it answers out of full tables.
 *
 * @param extent how much
 */
public record StorageBenchmark(Extent extent, Console console) {
    /**
     * @param warmup jobs whose events are read before it counts, for the virtual machine
     * @param jobs jobs whose events are read
     * @param storedJobs jobs in the tables that are asked
     * @param eventsOfJob rows of history of each
     * @param questions of each kind
     */
    public record Extent(int warmup, int jobs, int storedJobs, int eventsOfJob, int questions) {
        public static final Extent FULL = new Extent(2_000, 10_000, 250_000, 40, 500);
        public static final Extent QUICK = new Extent(50, 200, 1_000, 10, 20);
    }

    /** @param data an empty folder for the system's own */
    public StorageReport run(DataFolder data) throws InterruptedException {
        var ports = PortPlan.unused();
        console.note("starting a broker, a database and storage ...");
        try (var system = LocalSystem.startStorage(data, Installation.find(), ports, "bench", console)) {
            var database = new Postgres(data, ports.postgres());
            String url = database.jdbcUrl();
            try (var connection = DriverManager.getConnection(url, Postgres.USER, database.password());
                    var standby = DriverManager.getConnection(url, Postgres.USER, database.password())) {
                // Two cores write history faster than one.
                var fillers = List.of(connection, standby);
                var intake = new IntakeRun("127.0.0.1:" + ports.kafka(), connection, standby, console);
                intake.run(extent.warmup());
                var read = intake.run(extent.jobs());
                console.note("%,d jobs with %,d images and %,d events into the tables ..."
                        .formatted(
                                extent.storedJobs(),
                                extent.storedJobs() * StoredHistory.IMAGES,
                                (long) extent.storedJobs() * extent.eventsOfJob()));
                new StoredHistory(fillers, console).fill(extent.storedJobs(), extent.eventsOfJob());
                console.note("questions ...");
                var answers = new StorageQuestions(
                                URI.create("http://127.0.0.1:" + ports.storage()), connection, console)
                        .ask(extent.questions());
                return new StorageReport(read, StoredHistory.counted(connection), answers);
            }
        } catch (SQLException e) {
            throw new LocalFailure("the database could not be asked: " + e.getMessage(), e);
        }
    }
}
