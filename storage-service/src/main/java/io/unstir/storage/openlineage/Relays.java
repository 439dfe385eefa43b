package io.unstir.storage.openlineage;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.unstir.storage.schema.Schema;
import io.unstir.storage.topic.BrokerSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.Config;

/** Has runs told on the topic always, and to an endpoint where one is configured. */
@ApplicationScoped
class Relays {
    private final DataSource database;
    private final Schema schema;
    private final LineageConfig config;
    private final BrokerSettings broker;
    private final List<Relay> relays = new ArrayList<>();

    Relays(DataSource database, Schema schema, LineageConfig config, Config all) {
        this.database = database;
        this.schema = schema;
        this.config = config;
        this.broker = BrokerSettings.of(all);
    }

    void start(@Observes StartupEvent event) {
        var endpoint = config.endpoint();
        endpoint.url()
                .map(url -> new EndpointOutlet(url, endpoint.token(), endpoint.timeout()))
                .ifPresent(this::start);
        start(new TopicOutlet(broker));
    }

    private void start(Outlet outlet) {
        var relay = new Relay(database, schema, config, outlet);
        relays.add(relay);
        relay.start();
    }

    void stop(@Observes ShutdownEvent event) {
        relays.forEach(Relay::stop);
    }
}
