package io.unstir.sampler.intake;

import io.unstir.sampler.job.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/**
 * Jobs that were taken twice and have not ended. One of them may be what ends this process; the others only were in its hands then, and lost
 * a delivery as it did. To tell them from it, this sampler runs one suspect at a time and leaves a mark on the disk for as long as that takes:
 * a job whose mark outlived two processes is what killed them.
 */
final class Suspects {
    private static final Logger LOG = Logger.getLogger(Suspects.class);

    /** The delivery from which on a job is one: neighbours lose two deliveries unsuspected and two more by its own deaths. */
    private static final int SUSPECTED = 3;

    private static final int DEATHS = 2;

    private final Path folder;
    private final Semaphore one = new Semaphore(1, true);

    /** @param folder where marks are kept; it must outlive the process */
    Suspects(Path folder) {
        this.folder = folder;
    }

    interface Trial {
        Outcome run() throws InterruptedException;
    }

    /** Runs the job, alone among its like where it is suspected. */
    Outcome tried(Job job, Trial trial) throws InterruptedException {
        if (job.attempt() < SUSPECTED) {
            return trial.run();
        }
        one.acquire();
        try {
            mark(job.id());
            return trial.run();
        } finally {
            // However it ended: the process did not.
            acquit(job.id());
            one.release();
        }
    }

    /** Whether the job has killed processes. */
    boolean isGuilty(String job) {
        try {
            return Files.size(folder.resolve(job)) >= DEATHS;
        } catch (IOException e) {
            return false;
        }
    }

    void acquit(String job) {
        try {
            Files.deleteIfExists(folder.resolve(job));
        } catch (IOException e) {
            LOG.warnf("A mark could not be removed: jobId=%s cause=%s", job, e);
        }
    }

    private void mark(String job) {
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve(job), new byte[] {'+'}, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            // It is not known then who kills this process, and the delivery limit ends it.
            LOG.warnf("A mark could not be made: jobId=%s cause=%s", job, e);
        }
    }
}
