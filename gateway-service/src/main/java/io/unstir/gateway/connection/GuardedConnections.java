package io.unstir.gateway.connection;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.quarkus.arc.Arc;
import io.unstir.gateway.config.GatewayConfig;
import java.util.concurrent.Semaphore;

/** Puts a guard before everything else on each connection the server takes: Netty finds this class by its name in {@code META-INF/services}. */
public final class GuardedConnections extends ChannelInitializerExtension {
    private final ConnectionLimits limits;
    private final Semaphore places;

    public GuardedConnections() {
        var config = Arc.container().select(GatewayConfig.class).get().gateway().connections();
        this.limits = ConnectionLimits.of(config);
        this.places = new Semaphore(limits.most());
    }

    @Override
    public void postInitializeServerChildChannel(Channel channel) {
        var guard = new ConnectionGuard(channel, limits, places);
        channel.attr(ConnectionGuard.OF_CHANNEL).set(guard);
        channel.pipeline().addFirst(guard);
    }
}
