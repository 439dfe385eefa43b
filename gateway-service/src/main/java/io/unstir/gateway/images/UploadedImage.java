package io.unstir.gateway.images;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A file that jobs can name as {@code init_image} or {@code mask}. */
@Schema(name = "UploadedImage")
record UploadedImage(
        @Schema(description = "Of the file's bytes; its name in a job")
        String sha256,

        @Schema(description = "Of the file") long sizeBytes,

        @Schema(enumeration = {"image/png", "image/jpeg", "image/webp"})
        String mediaType) {}
