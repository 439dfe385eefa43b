package io.unstir.gateway.body;

import java.io.ByteArrayInputStream;

/** A request's body as the resources read it. */
public final class RequestBody {
    private static final JsonBody JSON = new JsonBody(1 << 20);

    private RequestBody() {}

    public static Fields fields(byte[] body) {
        return JSON.read(new ByteArrayInputStream(body));
    }
}
