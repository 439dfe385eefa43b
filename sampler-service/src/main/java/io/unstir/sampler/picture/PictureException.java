package io.unstir.sampler.picture;

/** A file is no picture that is taken here. The message is for its owner. */
public final class PictureException extends IllegalArgumentException {
    PictureException(String field, String rule) {
        super(field + " " + rule);
    }
}
