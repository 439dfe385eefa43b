package io.unstir.storage.dashboard;

import io.unstir.storage.fixture.Database;
import java.nio.file.Files;
import java.nio.file.Path;

/** The day of {@code filled-dashboards.sql} in a database of its own. */
final class FilledDatabase {
    private FilledDatabase() {}

    static Database in(Path folder) throws Exception {
        var database = new Database(folder.resolve("postgres"));
        database.migrate();
        database.execute(Files.readString(Path.of("src/test/resources/filled-dashboards.sql")));
        return database;
    }
}
