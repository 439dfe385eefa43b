package io.unstir.local.api;

import java.io.IOException;
import java.net.URI;

/** No answer came; a request that only reads can be tried again. */
public final class GatewayUnreachable extends RuntimeException {
    GatewayUnreachable(URI root, IOException cause) {
        super("the gateway at " + root + " does not answer: " + cause.getMessage(), cause);
    }
}
