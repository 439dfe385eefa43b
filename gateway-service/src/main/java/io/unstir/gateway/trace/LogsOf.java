package io.unstir.gateway.trace;

import org.jboss.logging.MDC;

/** Until it is closed, this thread's log lines say the id of what they are about, where they are written as JSON too. */
public record LogsOf(String key) implements AutoCloseable {
    public static LogsOf job(String id) {
        return put("jobId", id);
    }

    public static LogsOf training(String id) {
        return put("trainingId", id);
    }

    private static LogsOf put(String key, String id) {
        MDC.put(key, id);
        return new LogsOf(key);
    }

    @Override
    public void close() {
        MDC.remove(key);
    }
}
