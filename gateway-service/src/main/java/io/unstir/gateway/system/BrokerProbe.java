package io.unstir.gateway.system;

import jakarta.inject.Singleton;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;

/** Asks whether the broker answers. */
@Singleton
class BrokerProbe {
    private static final int DEADLINE_MILLIS = 2000;

    private final Admin admin;

    BrokerProbe(Admin admin) {
        this.admin = admin;
    }

    boolean answers() {
        try {
            admin.describeCluster(new DescribeClusterOptions().timeoutMs(DEADLINE_MILLIS))
                    .clusterId()
                    .get();
            return true;
        } catch (ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
