package io.unstir.local.database;

import io.unstir.local.process.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The server process of a database folder, found by the file it leaves there. */
public record Postmaster(Path folder) {

    /** Empty when none runs, also where the file names a process of another kind, as after a reboot. */
    public Optional<ProcessHandle> find() {
        return recordedPid()
                .flatMap(ProcessHandle::of)
                .filter(ProcessHandle::isAlive)
                .filter(this::isOurs);
    }

    /** Removes the file when its process is gone: PostgreSQL itself would not dare where the number is in use again. */
    void forgetDead() throws IOException {
        if (find().isEmpty()) {
            Files.deleteIfExists(pidFile());
        }
    }

    private boolean isOurs(ProcessHandle handle) {
        List<String> words = RunningProcess.words(handle);
        return words.size() > 2 && words.getFirst().endsWith("postgres") && words.contains(folder.toString());
    }

    private Optional<Long> recordedPid() {
        try (var lines = Files.lines(pidFile())) {
            return lines.findFirst().map(line -> Long.parseLong(line.strip()));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private Path pidFile() {
        return folder.resolve("postmaster.pid");
    }
}
