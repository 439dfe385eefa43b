package io.unstir.gateway.system;

import com.google.protobuf.InvalidProtocolBufferException;
import io.unstir.proto.v1.ReplicaSeen;
import java.time.Instant;

/** What the gateway takes for a replica's word. */
public final class HostileReplicas {
    private HostileReplicas() {}

    public static void record(byte[] record) throws InvalidProtocolBufferException {
        var replicas = Replicas.NONE.after(ReplicaSeen.parseFrom(record));
        replicas.lately(Instant.EPOCH);
        replicas.alive(ReplicaSeen::hasTrainer, Instant.EPOCH);
    }
}
