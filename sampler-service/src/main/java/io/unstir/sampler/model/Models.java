package io.unstir.sampler.model;

import io.unstir.sampler.blob.BlobStore;
import io.unstir.sampler.retry.Backoff;
import io.unstir.sampler.session.Ort;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The models of this sampler: fetched, verified, in memory; the newest checkpoint is made ready before the first job asks for it. */
public final class Models implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Models.class);

    private final CheckpointRegistry registry;
    private final ResidentModels resident;
    private final BundleCache cache;
    private final Thread preloader;
    private volatile Optional<Preparation> prepared = Optional.empty();

    /**
     * @param folder of the files
     * @param memory for models, in bytes
     * @param maxRows most rows of one run
     * @param promptCache prompts whose encoding each model keeps
     */
    public Models(
            CheckpointRegistry registry,
            BlobStore store,
            Path folder,
            Ort ort,
            long memory,
            int maxRows,
            int promptCache) {
        this.registry = registry;
        this.cache = new BundleCache(folder, store);
        this.resident = new ResidentModels(memory, digest -> find(digest, ort, maxRows, promptCache));
        this.preloader = Thread.ofVirtual().name("preloader").start(this::preload);
    }

    /** How far the newest checkpoint is, or what became of the one before while a newer one is on its way. */
    public Preparation preparation() {
        return prepared.orElseGet(() -> registry.size() == 0 ? Preparation.NOTHING_TO_LOAD : Preparation.LOADING);
    }

    /** Waits until the registry knows the checkpoint. @return false when it did not in time */
    public boolean await(String digest, Duration patience) throws InterruptedException {
        return registry.await(digest, patience);
    }

    /**
     * A model to sample with.
     *
     * @throws IOException when another try may do
     * @throws BundleException when the checkpoint can't be run
     */
    public Lease lease(String digest) throws IOException, InterruptedException {
        return resident.lease(digest);
    }

    /** The caller has given all leases back. */
    @Override
    public void close() throws InterruptedException {
        preloader.interrupt();
        preloader.join();
        resident.close();
    }

    private ModelLoader.Closed find(String digest, Ort ort, int maxRows, int promptCache)
            throws IOException, InterruptedException {
        var bundle = cache.fetch(digest);
        return new ModelLoader.Closed(
                bundle.name(),
                Model.bytes(bundle, maxRows, promptCache),
                () -> open(bundle, ort, maxRows, promptCache));
    }

    private static Model open(Bundle bundle, Ort ort, int maxRows, int promptCache) throws IOException {
        long start = System.nanoTime();
        var model = new Model(bundle, ort, maxRows, promptCache);
        LOG.infof(
                "A model is ready: checkpoint=%s model=%s deviceClass=%s millis=%d",
                bundle.digest(),
                bundle.name(),
                model.deviceClass().name(),
                Duration.ofNanos(System.nanoTime() - start).toMillis());
        return model;
    }

    private void preload() {
        Optional<String> done = Optional.empty();
        try {
            while (true) {
                String digest = registry.awaitNewerThan(done);
                prepare(digest);
                done = Optional.of(digest);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tries until it is there or another one is newer. */
    private void prepare(String digest) throws InterruptedException {
        var backoff = Backoff.standard();
        while (registry.isNewest(digest)) {
            try {
                cache.fetch(digest);
                resident.preload(digest);
                prepared = Optional.of(Preparation.LOADED);
                return;
            } catch (IOException e) {
                LOG.warnf("A checkpoint can't be fetched yet: checkpoint=%s cause=%s", digest, e.toString());
                backoff.sleep();
            } catch (BundleException e) {
                LOG.warnf("A checkpoint can't be run: checkpoint=%s cause=%s", digest, e.getMessage());
                prepared = Optional.of(Preparation.UNUSABLE);
                return;
            }
        }
    }
}
