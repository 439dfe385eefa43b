package io.unstir.local.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The process that listens on a port, as far as Linux tells this user. */
record PortHolder(long pid, String command) {
    private static final String LISTENING = "0A";
    private static final int COMMAND_LENGTH = 100;

    static Optional<PortHolder> of(int port) {
        return socketInode(port).flatMap(PortHolder::withSocket);
    }

    /** Rows of /proc/net/tcp: slot, local address:port in hex, remote, state, ..., inode as the tenth field. */
    private static Optional<String> socketInode(int port) {
        String suffix = String.format(Locale.ROOT, ":%04X", port);
        return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .flatMap(table -> lines(Path.of(table)).stream())
                .map(line -> line.strip().split("\\s+"))
                .filter(row -> row.length > 9 && row[1].endsWith(suffix) && row[3].equals(LISTENING))
                .map(row -> "socket:[" + row[9] + "]")
                .findFirst();
    }

    private static Optional<PortHolder> withSocket(String socket) {
        return ProcessHandle.allProcesses()
                .filter(handle -> holds(handle.pid(), socket))
                .findFirst()
                .map(handle -> {
                    String command = String.join(" ", RunningProcess.words(handle));
                    return new PortHolder(
                            handle.pid(), command.substring(0, Math.min(COMMAND_LENGTH, command.length())));
                });
    }

    private static boolean holds(long pid, String socket) {
        try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (Path descriptor : open) {
                if (Files.readSymbolicLink(descriptor).toString().equals(socket)) {
                    return true;
                }
            }
        } catch (IOException | RuntimeException e) {
            return false;
        }
        return false;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }

    @Override
    public String toString() {
        return "process " + pid + (command.isBlank() ? "" : " (" + command.strip() + ")");
    }
}
