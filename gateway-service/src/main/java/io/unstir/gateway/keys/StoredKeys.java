package io.unstir.gateway.keys;

import com.google.protobuf.InvalidProtocolBufferException;
import io.unstir.proto.v1.ApiKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/** All keys by their id; unchanging, each record makes the next one. */
record StoredKeys(Map<String, StoredKey> byId) {
    static final StoredKeys NONE = new StoredKeys(Map.of());

    private static final Logger LOG = Logger.getLogger(StoredKeys.class);

    Optional<StoredKey> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    Collection<StoredKey> all() {
        return byId.values();
    }

    /** A record that cannot be read takes its key out: a key whose end is not understood must not go on working. */
    StoredKeys after(ConsumerRecord<String, byte[]> record) {
        if (record.key() == null) {
            return this;
        }
        var next = new HashMap<>(byId);
        next.remove(record.key());
        if (record.value() != null) {
            try {
                next.put(record.key(), new StoredKey(ApiKey.parseFrom(record.value())));
            } catch (InvalidProtocolBufferException e) {
                LOG.warnf("key record skipped keyId=%s offset=%d", record.key(), record.offset());
            }
        }
        return new StoredKeys(Map.copyOf(next));
    }
}
