package io.unstir.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A process told apart from a later one that got the same number: by when it started.
 *
 * @param started as the system tells it, which is to a hundredth of a second
 */
public record RunningProcess(long pid, Instant started) {
    /** The system derives start instants from its boot time, which moves a little when the clock is set. */
    private static final Duration CLOCK_SLACK = Duration.ofSeconds(2);

    public static RunningProcess of(ProcessHandle handle) {
        return new RunningProcess(handle.pid(), handle.info().startInstant().orElse(Instant.now()));
    }

    /** Empty when it has ended, also where its number runs another program now. */
    public Optional<ProcessHandle> find() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(handle -> handle.info()
                .startInstant()
                .map(now -> Duration.between(started, now).abs().compareTo(CLOCK_SLACK) < 0)
                .orElse(false));
    }

    public boolean isAlive() {
        return find().isPresent();
    }

    /** The words it was started with; empty when they cannot be read. */
    public static List<String> words(ProcessHandle handle) {
        // ProcessHandle.Info gives up on command lines longer than a page, and class paths are.
        try {
            String line = Files.readString(Path.of("/proc", Long.toString(handle.pid()), "cmdline"));
            return Arrays.asList(line.split("\0"));
        } catch (IOException e) {
            return Stream.concat(
                            handle.info().command().stream(),
                            handle.info().arguments().stream().flatMap(Arrays::stream))
                    .toList();
        }
    }

    /** Its memory that is in RAM, in bytes; empty off Linux. */
    public OptionalLong residentBytes() {
        return resident(find().stream());
    }

    /** The same with all its children. */
    public OptionalLong residentBytesOfTree() {
        return resident(find().stream().flatMap(handle -> Stream.concat(Stream.of(handle), handle.descendants())));
    }

    private static OptionalLong resident(Stream<ProcessHandle> processes) {
        long bytes = processes.mapToLong(each -> residentKiB(each.pid()) * 1024).sum();
        return bytes > 0 ? OptionalLong.of(bytes) : OptionalLong.empty();
    }

    private static long residentKiB(long pid) {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }
}
