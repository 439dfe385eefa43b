package io.unstir.storage.blob;

import io.unstir.storage.problem.Problem.FieldError;
import io.unstir.storage.problem.ProblemCode;
import io.unstir.storage.problem.ProblemException;
import java.io.IOException;

/** What a client is told when a blob cannot be taken or given. */
final class BlobProblems {
    private BlobProblems() {}

    static ProblemException badDigest(String text) {
        return ProblemException.of(
                ProblemCode.BAD_DIGEST,
                "The address of a blob is its SHA-256: 64 lower-case hex digits.",
                new FieldError("sha256", text, "64 lower-case hex digits", "is not a SHA-256 digest"));
    }

    static ProblemException wrongDigest(Sha256 expected, String actual) {
        return ProblemException.of(
                ProblemCode.WRONG_DIGEST,
                "The bytes that came have the digest %s.".formatted(actual),
                new FieldError("sha256", expected.hex(), actual, "is not the digest of the body"));
    }

    static ProblemException tooLarge(String size, long limit) {
        return ProblemException.of(
                ProblemCode.BLOB_TOO_LARGE,
                "A blob has at most %d bytes.".formatted(limit),
                new FieldError("body", size, Long.toString(limit), "has too many bytes"));
    }

    static ProblemException corrupt(Sha256 digest) {
        return ProblemException.of(
                ProblemCode.BLOB_CORRUPT,
                "The bytes stored as %s no longer have that digest; put the blob again to mend it.".formatted(digest));
    }

    static ProblemException diskFull() {
        return ProblemException.of(ProblemCode.DISK_FULL, "There is no space left for this blob.");
    }

    static ProblemException unavailable() {
        return ProblemException.of(
                ProblemCode.BLOBS_UNAVAILABLE, "The blobs cannot be reached now; nothing is lost, try again.");
    }

    /** The reserve is reached, or the kernel's ENOSPC and EDQUOT, which Java passes on as text only. */
    static boolean isDiskFull(IOException e) {
        if (e instanceof BlobException.NoSpace) {
            return true;
        }
        var message = String.valueOf(e.getMessage());
        return message.contains("No space left on device") || message.contains("Disk quota exceeded");
    }
}
