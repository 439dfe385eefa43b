package io.unstir.gateway.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.protobuf.InvalidProtocolBufferException;
import io.unstir.gateway.body.RequestBody;
import io.unstir.gateway.images.HostileImages;
import io.unstir.gateway.jobs.HostileJobs;
import io.unstir.gateway.keys.HostileKeys;
import io.unstir.gateway.list.Cursor;
import io.unstir.gateway.live.Place;
import io.unstir.gateway.models.HostileModels;
import io.unstir.gateway.openai.HostileGenerations;
import io.unstir.gateway.parked.HostileParked;
import io.unstir.gateway.problem.PrintableText;
import io.unstir.gateway.problem.ProblemException;
import io.unstir.gateway.publish.SubmissionId;
import io.unstir.gateway.system.HostileReplicas;
import io.unstir.gateway.webhooks.WebhookUrl;
import io.unstir.proto.KeyToken;
import java.io.IOException;
import java.util.Arrays;

/** What a fuzzer calls: the first byte says which of the gateway's readers gets the rest, which may refuse it in its own words only. */
public final class HostileBytes {
    enum Reader {
        JOB,
        BATCH,
        KEY,
        GENERATION,
        IMAGE,
        WORD,
        SUBMISSION,
        EVENT,
        PREVIEW,
        MODEL,
        STORED_KEY,
        PARKED,
        REPLICA
    }

    private HostileBytes() {}

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        if (input.length == 0) {
            return;
        }
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        try {
            read(Reader.values()[Math.floorMod(input[0], Reader.values().length)], bytes);
        } catch (ProblemException | InvalidProtocolBufferException refused) {
            return;
        }
    }

    private static void read(Reader reader, byte[] bytes) throws IOException {
        switch (reader) {
            case JOB -> HostileJobs.request(RequestBody.fields(bytes));
            case BATCH -> HostileJobs.batch(RequestBody.fields(bytes));
            case KEY -> HostileKeys.request(RequestBody.fields(bytes));
            case GENERATION -> HostileGenerations.request(RequestBody.fields(bytes));
            case IMAGE -> HostileImages.upload(bytes);
            case WORD -> word(new String(bytes, ISO_8859_1));
            case SUBMISSION -> HostileJobs.submission(bytes);
            case EVENT -> HostileJobs.event(bytes);
            case PREVIEW -> HostileJobs.preview(bytes);
            case MODEL -> HostileModels.record(bytes);
            case STORED_KEY -> HostileKeys.record(bytes);
            case PARKED -> HostileParked.record(bytes);
            case REPLICA -> HostileReplicas.record(bytes);
        }
    }

    /** From a path, a header or a parameter. */
    private static void word(String text) {
        SubmissionId.parse(text);
        KeyToken.parse(text);
        Place.parse(text);
        Cursor.parse(text).map(Cursor::toString).flatMap(Cursor::parse).orElse(null);
        WebhookUrl.complaint(text);
        PrintableText.of(text);
        HostileJobs.headers(text);
        HostileImages.name(text);
    }
}
