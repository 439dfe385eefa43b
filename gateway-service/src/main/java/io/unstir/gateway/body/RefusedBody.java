package io.unstir.gateway.body;

import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;

/**
 * What a refused client still sends. Most clients read the answer only when all of their body is taken, so the rest of it is
 * taken and thrown away, behind the answer and within bounds: whoever sends more than that is cut off.
 */
public final class RefusedBody {
    private final HttpServerRequest request;
    private long left;

    private RefusedBody(HttpServerRequest request, long mostBytes) {
        this.request = request;
        this.left = mostBytes;
    }

    /** @param context the request's, on which its bytes come */
    public static void discard(HttpServerRequest request, Context context, long mostBytes) {
        context.runOnContext(_ -> new RefusedBody(request, mostBytes).discard());
    }

    private void discard() {
        if (!request.isEnded()) {
            request.handler(bytes -> take(bytes.length()));
            request.resume();
        }
    }

    private void take(int bytes) {
        left -= bytes;
        if (left < 0) {
            request.connection().close();
        }
    }
}
