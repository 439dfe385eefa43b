package io.unstir.gateway.publish;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.time.Duration;
import java.util.Locale;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** How long a request waited for the broker, told to whoever sent it: {@code Server-Timing: broker;dur=1.25}, in milliseconds. */
@RequestScoped
public class BrokerTime {
    private static final String HEADER = "Server-Timing";

    private Duration waited = Duration.ZERO;

    /** Adds a wait. */
    public void add(Duration wait) {
        waited = waited.plus(wait);
    }

    /** Says so in the answer. */
    @ServerResponseFilter
    void tell(ContainerResponseContext response) {
        if (waited.isPositive()) {
            response.getHeaders().add(HEADER, String.format(Locale.ROOT, "broker;dur=%.3f", waited.toNanos() / 1e6));
        }
    }
}
