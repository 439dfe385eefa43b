package io.unstir.gateway.sse;

import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The framework answers every stream it is given with 200. */
class NothingMoreResponse {
    @ServerExceptionMapper
    Response nothingMore(NothingMore nothing) {
        return Response.noContent().build();
    }
}
