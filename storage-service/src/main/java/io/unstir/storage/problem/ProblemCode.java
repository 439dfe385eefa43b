package io.unstir.storage.problem;

/** The closed set of what storage refuses or cannot do. */
public enum ProblemCode {
    BAD_DIGEST("bad-digest", 400, "Not a SHA-256 digest"),
    WRONG_DIGEST("wrong-digest", 400, "The bytes have another digest"),
    BAD_JOB_ID("bad-job-id", 400, "Not a job id"),
    BAD_REQUEST("bad-request", 400, "The request cannot be understood"),
    NOT_FOUND("not-found", 404, "Not found"),
    BLOB_TOO_LARGE("blob-too-large", 413, "The blob is too large"),
    BLOB_CORRUPT("blob-corrupt", 500, "The stored bytes are damaged"),
    INTERNAL("internal", 500, "Something went wrong inside"),
    DATABASE_UNAVAILABLE("database-unavailable", 503, "The database does not answer"),
    BLOBS_UNAVAILABLE("blobs-unavailable", 503, "The blobs cannot be reached"),
    DISK_FULL("disk-full", 507, "No space is left for the blob");

    private final String text;
    private final int status;
    private final String title;

    ProblemCode(String text, int status, String title) {
        this.text = text;
        this.status = status;
        this.title = title;
    }

    public String text() {
        return text;
    }

    public int status() {
        return status;
    }

    String title() {
        return title;
    }
}
