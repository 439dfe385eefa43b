package io.unstir.storage.mutation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** A promise taken out of the service, and the test that has to see it. */
enum Mutation {
    BYTES_ARE_NOT_SYNCED(
            "blob.FolderStoreTest#whatIsAcknowledgedIsOnTheDiskFirstItsBytesAndThenItsName",
            new Change("io/unstir/storage/blob/FolderStore.class", Bytecode::withoutSyncs)),
    NAMES_ARE_NOT_SYNCED(
            "blob.FolderStoreTest#whatIsAcknowledgedIsOnTheDiskFirstItsBytesAndThenItsName",
            new Change("io/unstir/storage/blob/DurableFiles$FolderSync.class", Bytecode::withoutSyncs)),
    EVENTS_ARE_WRITTEN_AGAIN(
            "topic.ConvergenceIT#anyInterleavingOfTopicsWithAnyReplaysYieldsTheSameRows",
            new Change(
                    "io/unstir/storage/topic/JobHistory.class",
                    Bytecode.withText("(?s)WHERE NOT EXISTS.*ON CONFLICT DO NOTHING", ""))),
    EVENTS_ARE_WRITTEN_AGAIN_IN_ANOTHER_MONTH(
            "topic.ConvergenceIT#anOccurrenceToldAgainInTheNextMonthStandsOnce",
            new Change(
                    "io/unstir/storage/topic/JobHistory.class",
                    Bytecode.withText("(?s)WHERE NOT EXISTS.*(?=ON CONFLICT)", ""))),
    TERMINAL_STATES_MOVE(
            "topic.ConvergenceIT#aTerminalJobIsNotMovedByLateEvents", Change.OF_THE_WRITER, Change.OF_THE_DATABASE),
    THE_DATABASE_LETS_TERMINAL_STATES_MOVE(
            "topic.ConvergenceIT#theDatabaseItselfRefusesToMoveATerminalRow", Change.OF_THE_DATABASE);

    private final String test;
    private final List<Change> changes;

    Mutation(String test, Change... changes) {
        this.test = "io.unstir.storage." + test;
        this.changes = List.of(changes);
    }

    static List<String> tests() {
        return Arrays.stream(values()).map(Mutation::test).distinct().toList();
    }

    String test() {
        return test;
    }

    /** @param classes a copy of what the build made of the service */
    void apply(Path classes) throws IOException {
        for (Change change : changes) {
            change.apply(classes);
        }
    }

    private record Change(String file, UnaryOperator<byte[]> mutate) {
        static final Change OF_THE_WRITER =
                new Change("io/unstir/storage/topic/JobCourse.class", Bytecode.withText("NOT jobs\\.terminal", "true"));
        static final Change OF_THE_DATABASE =
                new Change("db/migration/V24__software.sql", bytes -> new String(bytes, StandardCharsets.UTF_8)
                        .replace("RAISE EXCEPTION", "RAISE NOTICE")
                        .getBytes(StandardCharsets.UTF_8));

        void apply(Path classes) throws IOException {
            Path at = classes.resolve(file);
            byte[] before = Files.readAllBytes(at);
            byte[] after = mutate.apply(before);
            if (Arrays.equals(before, after)) {
                throw new IllegalStateException("there is nothing to change in " + file);
            }
            Files.write(at, after);
        }
    }
}
