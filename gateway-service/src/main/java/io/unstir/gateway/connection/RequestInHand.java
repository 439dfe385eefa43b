package io.unstir.gateway.connection;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Set;
import java.util.regex.Pattern;

/** A request from its head to the end of its body and of its answer, whichever is later. */
final class RequestInHand {
    private static final Set<HttpMethod> WITHOUT_BODY = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.DELETE);
    private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");

    private final HttpServerRequest request;
    /** A request that nobody reads on counts as not ended, so what it announced has to tell whether a body comes at all. */
    private final boolean hasBody;

    private final long length;
    private long waitedNanos;
    private long came;
    private boolean answered;

    RequestInHand(HttpServerRequest request) {
        this.request = request;
        this.length = announced(request);
        boolean unannounced = request.version() == HttpVersion.HTTP_2
                ? !WITHOUT_BODY.contains(request.method())
                : request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
        this.hasBody = length > 0 || length < 0 && unannounced;
    }

    void answered() {
        answered = true;
    }

    boolean isOver() {
        return answered && bodyIsThere();
    }

    /** @param bytes that came on the connection since the last look */
    void look(long nanos, long bytes, boolean reading) {
        came += bytes;
        // While the gateway itself does not read, the client can't send.
        if (reading || answered) {
            waitedNanos += nanos;
        }
    }

    boolean isSlow(ConnectionLimits limits) {
        return !bodyIsThere() && waitedNanos > limits.bodyWith(came).toNanos();
    }

    /** Negative where it does not say, or nothing that is a length. */
    private static long announced(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && LENGTH.matcher(length).matches() ? Long.parseLong(length) : -1;
    }

    private boolean bodyIsThere() {
        return !hasBody || request.isEnded() || length >= 0 && request.bytesRead() >= length;
    }
}
