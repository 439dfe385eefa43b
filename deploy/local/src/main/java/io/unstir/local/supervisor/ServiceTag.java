package io.unstir.local.supervisor;

import io.unstir.local.process.RunningProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The mark in the command line of every child JVM: whose it is. It outlives the supervisor, whatever happened to that. */
public final class ServiceTag {
    private static final String DATA = "-Dio.unstir.data=";
    private static final String SERVICE = "-Dio.unstir.service=";

    private ServiceTag() {}

    public static List<String> flags(Path dataFolder, String service) {
        return List.of(DATA + dataFolder, SERVICE + service);
    }

    /** The child JVMs of a data folder that run now. */
    public static Stream<ProcessHandle> running(Path dataFolder) {
        return ProcessHandle.allProcesses().filter(ProcessHandle::isAlive).filter(handle -> RunningProcess.words(handle)
                .contains(DATA + dataFolder));
    }

    public static Predicate<ProcessHandle> isService(String service) {
        return handle -> RunningProcess.words(handle).contains(SERVICE + service);
    }

    public static Optional<String> serviceOf(ProcessHandle handle) {
        return RunningProcess.words(handle).stream()
                .filter(word -> word.startsWith(SERVICE))
                .map(word -> word.substring(SERVICE.length()))
                .findFirst();
    }
}
