package io.unstir.gateway.problem;

/** The closed set of what a client can be told went wrong; the code is stable, the title is for people. */
public enum ProblemCode {
    MALFORMED_JSON(400, "The body is not valid JSON"),
    INVALID_REQUEST(400, "The request breaks a limit"),
    UNAUTHORIZED(401, "The caller is not known"),
    FORBIDDEN(403, "The caller may not do this"),
    NOT_FOUND(404, "There is no such thing"),
    METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
    NOT_ACCEPTABLE(406, "The wanted media type cannot be given"),
    CONFLICT(409, "The state does not allow this"),
    BODY_TOO_LARGE(413, "The body is too large"),
    IMAGE_TOO_LARGE(413, "The image has too many pixels"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body's media type is not understood"),
    HOST_NOT_ALLOWED(421, "The gateway is not called by this name"),
    UNKNOWN_MODEL(422, "The model is not known"),
    UNKNOWN_IMAGE(422, "The image is not known"),
    IDEMPOTENCY_KEY_REUSED(422, "The idempotency key belongs to another request"),
    TOO_MANY_REQUESTS(429, "The caller asks too much"),
    QUEUE_FULL(429, "The queue is full"),
    INTERNAL_ERROR(500, "The gateway failed"),
    JOB_FAILED(500, "The job failed"),
    BROKER_UNAVAILABLE(503, "The broker cannot be reached"),
    REGISTRY_UNAVAILABLE(503, "What is registered has not been read yet"),
    ISSUER_UNAVAILABLE(503, "The issuer of tokens cannot be reached"),
    STORAGE_UNAVAILABLE(503, "The storage service cannot be reached"),
    JOB_UNFINISHED(504, "The job is not done yet"),
    STORAGE_FULL(507, "The storage service has no space left");

    private final int status;
    private final String title;

    ProblemCode(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    String title() {
        return title;
    }

    /** As it stands in documents and log lines, for example {@code unknown-model}. */
    public String code() {
        return name().toLowerCase().replace('_', '-');
    }
}
