package io.unstir.storage.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.unstir.storage.blob.HostileNames;
import io.unstir.storage.problem.ProblemException;
import io.unstir.storage.tenant.Tenant;
import io.unstir.storage.topic.HostileRecords;
import io.unstir.storage.training.HostileCursors;
import io.unstir.storage.verification.HostilePictures;
import java.sql.SQLException;
import java.util.Arrays;

/** What a fuzzer calls: the first byte says which of storage's readers gets the rest, which may refuse it in its own words only. */
public final class HostileBytes {
    enum Reader {
        JOB,
        EVENT,
        CONTROL,
        CHECKPOINT,
        TRAINING,
        TRAINING_EVENT,
        EVALUATION,
        NAME,
        TENANT,
        CURSOR,
        PICTURE
    }

    private HostileBytes() {}

    public static void fuzzerTestOneInput(byte[] input) throws SQLException {
        if (input.length == 0) {
            return;
        }
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        try {
            read(Reader.values()[Math.floorMod(input[0], Reader.values().length)], bytes);
        } catch (ProblemException refused) {
            return;
        }
    }

    private static void read(Reader reader, byte[] bytes) throws SQLException {
        switch (reader) {
            case JOB -> HostileRecords.job(bytes);
            case EVENT -> HostileRecords.event(bytes);
            case CONTROL -> HostileRecords.control(bytes);
            case CHECKPOINT -> HostileRecords.checkpoint(bytes);
            case TRAINING -> HostileRecords.training(bytes);
            case TRAINING_EVENT -> HostileRecords.trainingEvent(bytes);
            case EVALUATION -> HostileRecords.evaluation(bytes);
            case NAME -> HostileNames.blob(new String(bytes, ISO_8859_1));
            case TENANT -> Tenant.required(new String(bytes, ISO_8859_1));
            case CURSOR -> HostileCursors.cursor(new String(bytes, ISO_8859_1));
            case PICTURE -> HostilePictures.comparison(bytes, bytes);
        }
    }
}
