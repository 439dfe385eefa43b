package io.unstir.local.bench;

import io.unstir.local.LocalFailure;
import io.unstir.local.api.Gateway;
import io.unstir.local.api.GatewayUnreachable;
import io.unstir.local.json.Json;
import java.time.Duration;
import java.util.Optional;

/** The model to measure with, which a system publishes soon after its start. */
final class PublishedModel {
    private static final Duration MODEL_PATIENCE = Duration.ofSeconds(60);
    private static final long MODEL_LOOK_MS = 100;

    private PublishedModel() {}

    static void await(Gateway gateway, String model) throws InterruptedException {
        long until = System.nanoTime() + MODEL_PATIENCE.toNanos();
        while (!isPublished(gateway, model)) {
            if (System.nanoTime() > until) {
                throw new LocalFailure(
                        "the model to measure with was not published within " + MODEL_PATIENCE.toSeconds() + " s");
            }
            Thread.sleep(MODEL_LOOK_MS);
        }
    }

    private static boolean isPublished(Gateway gateway, String model) {
        try {
            return gateway.models().stream()
                    .anyMatch(each -> Json.text(each, "model").equals(Optional.of(model)));
        } catch (GatewayUnreachable e) {
            return false;
        }
    }
}
