package io.unstir.trainer.service;

import com.google.protobuf.Message;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import io.unstir.proto.CloudEvent;
import io.unstir.trainer.trace.RecordTrace;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/** Sends messages of one topic with their key and CloudEvents headers. */
record Outbox(MutinyEmitter<byte[]> emitter) {
    private static final String SOURCE = "/unstir/trainer";

    /** Done when the broker has acknowledged. */
    CompletableFuture<Void> send(String key, String id, Instant time, Message message) {
        var headers = new RecordHeaders();
        CloudEvent.of(message, id, SOURCE, key, time).headers().forEach(headers::add);
        RecordTrace.mark(headers);
        var metadata = OutgoingKafkaRecordMetadata.<String>builder()
                .withKey(key)
                .withHeaders(headers)
                .build();
        return emitter.sendMessage(org.eclipse.microprofile.reactive.messaging.Message.of(
                        message.toByteArray(), Metadata.of(metadata)))
                .subscribeAsCompletionStage();
    }

    /** @throws IOException when the broker did not acknowledge */
    void sendAndAwait(String key, String id, Instant time, Message message) throws IOException, InterruptedException {
        try {
            send(key, id, time, message).get();
        } catch (ExecutionException e) {
            throw new IOException(
                    "Kafka did not take the record: " + e.getCause().getMessage(), e.getCause());
        }
    }
}
