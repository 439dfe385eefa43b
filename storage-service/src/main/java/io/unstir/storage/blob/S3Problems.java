package io.unstir.storage.blob;

import java.io.IOException;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What it means that a bucket did not do as asked. */
final class S3Problems {
    private static final int INSUFFICIENT_STORAGE = 507;

    /** How servers say that a disk is full or a quota used up: MinIO, Ceph, and those that follow them. */
    private static final Set<String> FULL = Set.of(
            "XMinioStorageFull",
            "XMinioAdminBucketQuotaExceeded",
            "QuotaExceeded",
            "QuotaExceededException",
            "InsufficientStorage",
            "InsufficientStorageSpace",
            "StorageQuotaExceeded");

    private S3Problems() {}

    static IOException of(SdkException e) {
        return switch (e) {
            case AwsServiceException refused -> refused(refused);
            default -> unanswered(e);
        };
    }

    private static BlobException refused(AwsServiceException e) {
        var details = e.awsErrorDetails();
        var code = details == null || details.errorCode() == null ? "no code" : details.errorCode();
        if (e.statusCode() == INSUFFICIENT_STORAGE || FULL.contains(code)) {
            return new BlobException.NoSpace("the bucket is full: " + code);
        }
        return new BlobException.Unavailable("the server answered %d %s".formatted(e.statusCode(), code));
    }

    /** Nobody answered, or what was done with the answer went wrong here. */
    private static IOException unanswered(SdkException e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
            if (cause instanceof BlobException known) {
                return known;
            }
        }
        if (cause instanceof IOException io && BlobProblems.isDiskFull(io)) {
            return io;
        }
        return new BlobException.Unavailable(
                cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
    }
}
