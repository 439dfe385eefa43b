package io.unstir.gateway.delivery;

import io.unstir.gateway.config.WebhookConfig;

/** Most attempts at once, and how many deliveries may wait for a receiver to have room before they are put aside. */
record Limits(int perReceiver, int perTenant, int inAll, int waiting) {
    private static final int WAITING = 64;

    static Limits of(WebhookConfig config) {
        return new Limits(config.perReceiver(), config.perTenant(), config.inFlight(), WAITING);
    }

    /** Of one tenant's deliveries, whatever receivers they wait for. */
    int waitingOfTenant() {
        return 4 * waiting;
    }
}
