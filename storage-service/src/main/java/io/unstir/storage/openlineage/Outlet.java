package io.unstir.storage.openlineage;

import java.io.IOException;
import java.util.List;

/** A way out for run events. */
sealed interface Outlet extends AutoCloseable permits TopicOutlet, EndpointOutlet {
    /** As in {@code lineage_outlets}. */
    String name();

    /** How many it takes at once: after a failure so many may come twice. */
    int atOnce();

    /**
     * Returns when all were taken, in this order.
     *
     * @throws RefusedException where trying again would not help
     * @throws IOException where it may
     */
    void send(List<Message> messages) throws IOException, InterruptedException;

    @Override
    void close();
}
