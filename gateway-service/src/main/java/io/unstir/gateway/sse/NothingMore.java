package io.unstir.gateway.sse;

/** Ends a request for a stream with 204, which tells an EventSource that it need not come again. */
public final class NothingMore extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NothingMore() {
        super("The client has all there is", null, false, false);
    }
}
