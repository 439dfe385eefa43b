package io.unstir.gateway.jobs;

import io.unstir.gateway.problem.FieldError;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import io.unstir.gateway.storage.StorageClient;
import io.unstir.proto.v1.ImageConditioning;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** The files a job starts from: a job that names one that is not there would only fail later. */
@Singleton
class ReferencedImages {
    private final StorageClient storage;

    ReferencedImages(StorageClient storage) {
        this.storage = storage;
    }

    /** Storage is asked only where a file is named, so that other jobs are taken while it is away. */
    void require(String tenant, ImageConditioning image) {
        var errors = new ArrayList<FieldError>();
        require(tenant, "init_image", image.getImageSha256(), errors);
        require(tenant, "mask", image.getMaskSha256(), errors);
        ProblemException.throwIfAny(ProblemCode.UNKNOWN_IMAGE, errors);
    }

    private void require(String tenant, String field, String sha256, List<FieldError> errors) {
        if (!sha256.isEmpty() && !storage.hasBlob(tenant, sha256)) {
            errors.add(new FieldError(
                    field,
                    sha256,
                    "the digest of a file sent to POST /v1/images, or of an image made here",
                    "%s names a file that is not there; send it to POST /v1/images".formatted(field)));
        }
    }
}
