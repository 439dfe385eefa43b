package io.unstir.trainer.service;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.unstir.proto.v1.CheckpointEvent;
import io.unstir.trainer.bundle.Bundle;
import io.unstir.trainer.bundle.BundleException;
import io.unstir.trainer.bundle.BundlePublisher;
import io.unstir.trainer.bundle.BundleReader;
import io.unstir.trainer.bundle.Retry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Publishes the models that come with the installation, so that a fresh one can sample at once. A name that the registry
 * knows is left as it is, even with another digest or retired: somebody's own model must not vanish at a restart.
 */
@ApplicationScoped
class StarterModels {
    private static final Logger LOG = Logger.getLogger(StarterModels.class);

    private final TrainerConfig config;
    private final CheckpointRegistry registry;
    private final BundlePublisher publisher;
    private final Thread thread = Thread.ofVirtual().name("starter-models").unstarted(this::publishAll);

    StarterModels(TrainerConfig config, CheckpointRegistry registry, BundlePublisher publisher) {
        this.config = config;
        this.registry = registry;
        this.publisher = publisher;
    }

    void start(@Observes StartupEvent event) {
        if (config.starterModels().isPresent()) {
            thread.start();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        thread.interrupt();
    }

    private void publishAll() {
        try {
            List<Path> folders = folders(config.starterModels().orElseThrow());
            if (!folders.isEmpty()) {
                Map<String, CheckpointEvent> known = Retry.untilDone("read the registry", registry::read);
                for (Path folder : folders) {
                    publish(folder, known);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void publish(Path folder, Map<String, CheckpointEvent> known) throws InterruptedException {
        try {
            Bundle bundle = new BundleReader().read(folder);
            CheckpointEvent present = known.get(bundle.name());
            if (present == null) {
                publisher.publish(bundle);
                LOG.infof("Starter model published: model=%s checkpoint=%s", bundle.name(), bundle.digest());
            } else if (!present.getPublished().getDigest().equals(bundle.digest())) {
                LOG.warnf(
                        "Starter model left out, the registry has another under its name: model=%s starter=%s registry=%s",
                        bundle.name(),
                        bundle.digest(),
                        present.hasPublished() ? present.getPublished().getDigest() : "retired");
            }
        } catch (BundleException e) {
            LOG.errorf("Starter model left out: folder=%s cause=\"%s\"", folder.getFileName(), e.getMessage());
        }
    }

    private static List<Path> folders(Path parent) {
        if (!Files.isDirectory(parent)) {
            LOG.warnf("No starter models: unstir.trainer.starter-models=%s is not a folder", parent);
            return List.of();
        }
        try (var children = Files.list(parent)) {
            return children.filter(child -> Files.exists(child.resolve(Bundle.MANIFEST)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            LOG.errorf("No starter models: %s can't be listed: %s", parent, e.getMessage());
            return List.of();
        }
    }
}
