package io.unstir.local.chaos;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything that can fail does, while jobs are sent: brokers, gateways, samplers, storage, its database, its disk and the trainer are
 * killed, frozen, cut off, slowed and filled, and the clock of one sampler is wrong all the time. Then every job that was accepted has to
 * have ended once, with the images that a calm run of the same jobs makes, and nobody has lent a hand.
 */
class ChaosIT {
    private static final boolean LONG = "long".equals(System.getProperty("unstir.chaos"));
    private static final int JOBS = Integer.getInteger("unstir.chaos.jobs", LONG ? 2000 : 100);
    private static final int ROUNDS = Integer.getInteger("unstir.chaos.rounds", LONG ? 3 : 1);
    private static final long SEED = Long.getLong("unstir.chaos.seed", 1);

    @Test
    void whateverFailsEveryJobEndsOnceAndWithTheSameImages(@TempDir Path folder) throws Exception {
        new Chaos(JOBS, ROUNDS, SEED, LONG).run(folder).requireGood();
    }
}
