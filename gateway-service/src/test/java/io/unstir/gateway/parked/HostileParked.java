package io.unstir.gateway.parked;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What the gateway takes for a parked job. */
public final class HostileParked {
    private HostileParked() {}

    public static void record(byte[] record) {
        ParkedRecord.of(new ConsumerRecord<>("parked", 0, 0, "id", record)).ifPresent(ParkedJob::of);
    }
}
