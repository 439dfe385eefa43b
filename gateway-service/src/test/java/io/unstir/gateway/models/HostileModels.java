package io.unstir.gateway.models;

import com.google.protobuf.InvalidProtocolBufferException;
import io.unstir.proto.v1.CheckpointEvent;

/** What the gateway takes for a model's publication. */
public final class HostileModels {
    private HostileModels() {}

    public static void record(byte[] record) throws InvalidProtocolBufferException {
        var event = CheckpointEvent.parseFrom(record);
        var models = Models.NONE.after(event).after(event);
        models.published().forEach(model -> {
            models.isNewest(model);
            model.trainingSteps();
            model.checkpoint();
        });
    }
}
