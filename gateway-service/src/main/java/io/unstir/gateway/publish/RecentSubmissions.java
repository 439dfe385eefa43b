package io.unstir.gateway.publish;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The newest submissions the broker acknowledged to this gateway, so that they are known before storage has read them. */
public final class RecentSubmissions<T> {
    private final Map<String, T> byId;

    public RecentSubmissions(int capacity) {
        this.byId = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
                return size() > capacity;
            }
        };
    }

    public synchronized void add(String id, T submission) {
        byId.put(id, submission);
    }

    public synchronized Optional<T> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }
}
