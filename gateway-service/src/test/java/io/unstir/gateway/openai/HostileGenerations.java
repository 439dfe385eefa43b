package io.unstir.gateway.openai;

import io.unstir.gateway.body.Fields;
import java.util.List;

/** What the gateway takes for a request of one of OpenAI's clients. */
public final class HostileGenerations {
    private HostileGenerations() {}

    public static void request(Fields body) {
        ImageGenerationRequest.read(body, List.of("dall-e-3"));
    }
}
