package io.unstir.storage.blob;

import java.io.IOException;

/** Why a blob was not taken or not given. */
abstract sealed class BlobException extends IOException {
    private static final long serialVersionUID = 1;

    private BlobException(String message) {
        super(message);
    }

    static final class WrongDigest extends BlobException {
        private static final long serialVersionUID = 1;

        WrongDigest(Sha256 actual) {
            super(actual.hex());
        }
    }

    static final class TooLarge extends BlobException {
        private static final long serialVersionUID = 1;

        TooLarge() {
            super("too large");
        }
    }

    static final class NoSpace extends BlobException {
        private static final long serialVersionUID = 1;

        NoSpace(String message) {
            super(message);
        }
    }

    /** The bytes are elsewhere, and there nobody answers or something is set up wrongly. */
    static final class Unavailable extends BlobException {
        private static final long serialVersionUID = 1;

        Unavailable(String message) {
            super(message);
        }
    }

    static final class Corrupt extends BlobException {
        private static final long serialVersionUID = 1;

        Corrupt(Sha256 digest) {
            super(digest.hex());
        }
    }
}
