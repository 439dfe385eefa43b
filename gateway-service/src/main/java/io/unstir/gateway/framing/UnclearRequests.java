package io.unstir.gateway.framing;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Cuts the connections of requests that a proxy before the gateway may read otherwise than the gateway does: what one of the two takes for a body may be a
 * request to the other. The server itself refuses two lengths, and headers that are not written as they should be; these it lets pass.
 */
@Singleton
class UnclearRequests {
    private static final String HOST = "Host";
    private static final String TRANSFER_ENCODING = "Transfer-Encoding";
    private static final String CHUNKED = "chunked";
    /** Before everything else. */
    private static final int FIRST = 10_000;

    void register(@Observes Filters filters) {
        filters.register(UnclearRequests::pass, FIRST);
    }

    private static void pass(RoutingContext route) {
        if (isClear(route.request().headers())) {
            route.next();
        } else {
            // An answer would let what is behind this request be answered as well.
            route.request().connection().close();
        }
    }

    static boolean isClear(MultiMap headers) {
        List<String> encodings = headers.getAll(TRANSFER_ENCODING);
        return headers.getAll(HOST).size() <= 1
                && (encodings.isEmpty()
                        || encodings.size() == 1 && encodings.getFirst().equalsIgnoreCase(CHUNKED));
    }
}
