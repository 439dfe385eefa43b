package io.unstir.trainer.service;

import io.unstir.proto.v1.TrainingFailed;
import io.unstir.trainer.config.BadConfigException;
import io.unstir.trainer.data.DatasetException;
import io.unstir.trainer.run.TrainingException;

/** Why a training ended without a bundle, in words for a client. */
record Failure(String code, String message) {
    static final String BAD_CONFIG = "bad-config";
    static final String DATASET_UNREADABLE = "dataset-unreadable";
    static final String INTERNAL = "internal";

    static Failure of(Throwable cause) {
        return switch (cause) {
            case BadConfigException e -> new Failure(BAD_CONFIG, e.getMessage());
            case DatasetException e -> new Failure(DATASET_UNREADABLE, e.getMessage());
            case TrainingException e -> new Failure(e.code(), e.getMessage());
            case OutOfMemoryError _ -> new Failure(INTERNAL, "The training needs more memory than the trainer has");
            default -> new Failure(INTERNAL, "The training broke off; the trainer's log says why");
        };
    }

    boolean isInternal() {
        return code.equals(INTERNAL);
    }

    TrainingFailed event() {
        return TrainingFailed.newBuilder().setCode(code).setMessage(message).build();
    }
}
