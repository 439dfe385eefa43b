package io.unstir.gateway.webhooks;

import io.unstir.gateway.config.GatewayConfig;
import io.unstir.gateway.network.AddressPolicy;
import io.unstir.gateway.network.Network;
import io.unstir.gateway.network.PublicHosts;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/** What webhooks may reach. */
@Singleton
class WebhookHosts {
    @Produces
    @Singleton
    PublicHosts hosts(GatewayConfig config) {
        var allowed = config.webhooks().allowedNetworks().orElse(List.of()).stream()
                .map(Network::parse)
                .toList();
        return new PublicHosts(new AddressPolicy(allowed));
    }
}
