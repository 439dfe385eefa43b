package io.unstir.sampler.retry;

import java.io.IOException;
import org.jboss.logging.Logger;

/** Tries again what storage or broker could not do for now, until it is done or the thread is interrupted. */
public final class Retry {
    private static final Logger LOG = Logger.getLogger(Retry.class);

    private Retry() {}

    /** Something that fails with an IOException where another try may do. */
    @FunctionalInterface
    public interface Attempt<T> {
        T run() throws IOException, InterruptedException;
    }

    /** @param what for the log */
    public static <T> T untilDone(String what, Attempt<T> attempt) throws InterruptedException {
        var backoff = Backoff.standard();
        while (true) {
            try {
                return attempt.run();
            } catch (IOException e) {
                LOG.warnf("Trying again: what=%s cause=%s", what, e.toString());
                backoff.sleep();
            }
        }
    }
}
