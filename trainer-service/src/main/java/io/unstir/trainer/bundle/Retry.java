package io.unstir.trainer.bundle;

import java.io.IOException;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Does over what failed for reasons that pass, with growing pauses, until it is done or the thread is interrupted. */
public final class Retry {
    private static final Logger LOG = Logger.getLogger(Retry.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private Retry() {}

    /** An {@link IOException} says that another try may do; everything else goes to the caller. */
    @FunctionalInterface
    public interface Attempt<T> {
        T run() throws IOException, InterruptedException;
    }

    /**
     * @param what for the log, for example {@code "publish checkpoint"}
     * @throws InterruptedException when the thread is asked to end
     */
    public static <T> T untilDone(String what, Attempt<T> attempt) throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                return attempt.run();
            } catch (IOException e) {
                LOG.warnf("Failed, trying again: what=\"%s\" pauseMillis=%d cause=%s", what, pause.toMillis(), e);
                Thread.sleep(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        }
    }
}
