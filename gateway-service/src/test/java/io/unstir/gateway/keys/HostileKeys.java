package io.unstir.gateway.keys;

import io.unstir.gateway.body.Fields;
import io.unstir.proto.KeyToken;
import java.security.SecureRandom;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What the gateway takes for keys. */
public final class HostileKeys {
    private static final KeyToken TOKEN = KeyToken.generate(new SecureRandom());

    private HostileKeys() {}

    public static void request(Fields body) {
        KeyRequest.read(body, Instant.EPOCH);
    }

    public static void record(byte[] record) {
        StoredKeys.NONE
                .after(new ConsumerRecord<>("keys", 0, 0, "id", record))
                .all()
                .forEach(key -> {
                    key.expiresAt();
                    key.revokedAt();
                    key.createdAt();
                    key.caller();
                    key.isOpenedBy(TOKEN);
                    key.revoked(Instant.EPOCH);
                });
    }
}
